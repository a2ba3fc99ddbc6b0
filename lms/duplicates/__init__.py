"""Two rows that may be one person: candidates with their reasons, a decision by a person, merging and undoing it.

Words: a *pair* is two persons who may be one; merging gives everything of the *source* to the *target*.
"""
