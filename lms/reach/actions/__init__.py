"""Keeping the ledger and the cube equal to the facts (`counting`), and setting targets (`aims`)."""
