"""Schedule: when classes are.

Owns weekly series and their sessions, live rooms (a pasted link, or Zoom by API) and calendar files.
Does not own who is in a class (enrolment) or who came (attendance).

Words: Series (a class that meets weekly) → Session (one evening of it) · Live room (where it is held) ·
Day off (a date that is skipped) · Block (the calendar bytes of one session).
"""
