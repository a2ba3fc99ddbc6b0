"""Attendance: who was there.

Owns evidence (traces, only ever added), the code of the evening, reports of live rooms with the names in them,
what learners say of it, and the decision drawn from all this by a pure, versioned rule that can be run again
at any time. Does not own who is in a class (enrolment), nor what presence is worth (certificates, reach): they
pull decisions from the outbox.

    phone (join, code) ──────────────┐
    trainer (mark, paper list) ──────┼─→ Evidence ─→ rules.decision ─→ Decision ─→ outbox
    report ─→ reading ─→ Stay ─→ rules.matching ─→ Participant ─┘   (SessionRule, AttendanceRule)

Words: Evidence (one trace) → Decision (present, partial, absent, excused, watched later) · Code (four digits
shown by the trainer) · Mark (the trainer's own word, which wins) · Settled (ended, and everyone decided) ·
Report (a file, a paper list, Zoom's answer) of Stays (its lines) of Participants (the names in it) · Alias (a
name confirmed once) · Claim (a learner's word) · Recount (deciding again, looked at first) · Viewing (a figure
of a broadcast: never people).
"""
