"""Enrolment: who is in which class.

Owns enrolments, the seats of a series and the line for them, the class pages, reminders and a learner's own
calendar. Does not own the timetable (schedule) or who came (attendance).

Words: Enrolment (a person's place in a series) · Seat · Line (who waits for a seat, in order) · Feed (the calendar
address of one learner).
"""
