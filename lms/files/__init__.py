"""The shelf: files with an owner and a date by which they go, served only through an access check."""
