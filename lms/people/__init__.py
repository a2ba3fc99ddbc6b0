"""Persons, their contacts, roles, scopes and consents. One person, many contacts; one person counted once.

Does not own signing in (accounts). Words: *person*, *contact*, *role*, *scope*, *consent*.
"""
