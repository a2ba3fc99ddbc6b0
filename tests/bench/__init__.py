"""The bench: the app and an ideal, a bare Flask route doing the same, side by side in one run."""
