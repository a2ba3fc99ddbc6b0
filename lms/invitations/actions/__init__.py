"""Every change to lists and invitations."""
