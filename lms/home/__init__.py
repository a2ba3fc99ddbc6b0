"""Pages that gather several rooms: the public home, *Today* for each audience, the session page, the trainer's desk."""
