"""Organisations that bring learners: their links and who speaks for them. Knows no class.

Words: a *partner* is an organisation, a *link* one of its addresses `/r/<code>`, each with a QR code.
"""
