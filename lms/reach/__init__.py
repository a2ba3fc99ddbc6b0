"""Reach: how many people, each counted once.

Owns the ledger of firsts, the cube kept from it, targets and the pages that show them. Pulls its facts from
the rooms below, which do not know it.

Words: Indicator (a rung: registered, attended, completed) · Scope (where a first is a first: the programme, a
year, a month, a track, a series) · Milestone (one person's first) · Pace (actual against expected by today).
"""
