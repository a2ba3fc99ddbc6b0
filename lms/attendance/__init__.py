"""Attendance: who was there.

Owns evidence (traces, only ever added), the code of the evening, and the decision drawn from evidence by a
pure rule that can be run again at any time. Does not own who is in a class (enrolment), nor what presence
is worth (certificates, reach): they pull decisions from the outbox.

Words: Evidence (one trace) → Decision (present, partial, absent, excused, watched later) · Code (four digits
shown by the trainer) · Mark (the trainer's own word, which wins) · Settled (ended, and everyone decided).
"""
