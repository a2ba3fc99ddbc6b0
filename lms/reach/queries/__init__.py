"""Questions about reach: the facts below, the ledger, and the cube that the pages read."""
