"""The ground floor: what every room stands on and nothing that knows a room.

Owns the clock, the database session and its one commit, access declarations, errors with sentences,
forms, pages, jobs, the outbox, words (translations) and Vietnamese text.
"""
