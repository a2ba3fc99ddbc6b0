"""Rules about lists and invitations. Pure."""
