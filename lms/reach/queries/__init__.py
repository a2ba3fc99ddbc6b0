"""Questions about reach.

`facts` and `changes` look down at the rooms that count people, `ledger` compares; `scopes`, `cube`, `overview` and
`behind` are what the pages ask.
"""
