"""What the jobs of the house do, in words. A job without a sentence here is shown by its name."""

from lms.core.words import Lazy, _l

#: Kind of job -> what it does.
JOBS: dict[str, Lazy] = {
    "accounts.forget_old": _l("Forget old sign-ins"),
    "accounts.send_codes": _l("Write letters with codes"),
    "admin.record": _l("Write out the record"),
    "attendance.decide": _l("Decide for those who came in"),
    "attendance.settle": _l("Close the attendance of past sessions"),
    "directory.list": _l("Write a list of people"),
    "enrolment.give_up": _l("Give up the seats of those who stopped learning"),
    "duplicates.look": _l("Look for people who signed up twice"),
    "enrolment.welcome": _l("Write letters to new learners"),
    "files.tidy": _l("Remove files past their time"),
    "guardians.forget_guardians": _l("Remove guardians of those who are grown up"),
    "guardians.forget_old": _l("Forget wrong codes of guardians"),
    "guardians.note_agreements": _l("Note what children agreed to"),
    "invitations.check": _l("Check a list of people"),
    "invitations.forget_old": _l("Forget invitations past their time"),
    "invitations.read": _l("Read a list of people"),
    "invitations.write": _l("Write invitations"),
    "notifications.deliver": _l("Deliver letters"),
    "notifications.forget_words": _l("Forget the words of old letters"),
    "quizzes.hand_in_overdue": _l("Hand in quizzes whose time is up"),
    "reach.check": _l("Compare the count of people with the facts"),
    "reach.count": _l("Count people"),
    "rights.compare": _l("Compare the list of the erased with the database"),
    "rights.download": _l("Make a copy of somebody's data"),
    "rights.erase": _l("Erase somebody"),
    "rights.keep_time": _l("Erase what is past its time"),
    "rights.take_notice": _l("Note who was erased and who took a consent back"),
    "schedule.blocks": _l("Prepare calendars"),
    "schedule.close": _l("Note sessions as held, finish classes"),
}
