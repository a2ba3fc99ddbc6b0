"""The rules of reach: what counts, whom it describes, how it stands against a target."""
