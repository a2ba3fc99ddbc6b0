"""What trainers type: looking for questions (`finding`), one question (`questions`), a quiz (`settings`)."""
