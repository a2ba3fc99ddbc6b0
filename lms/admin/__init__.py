"""The caretaker's room: finding people and giving roles, letters, jobs, the record, and whether all is well.

Owns no tables. It shows what the rooms below keep and calls their actions; deciding stays theirs.
"""
