"""How far a learner is, and the warning while it can still be heeded, in words."""

from typing import Any

from lms.certificates.rules import Checklist, Danger, Prospect
from lms.core.words import _, _n


def left(checklist: Checklist) -> str:
    """What completing the track still needs."""
    if checklist.complete:
        return _("All conditions for the certificate are met.")
    sessions = _n("one more session", "%(num)s more sessions", checklist.sessions_left)
    quizzes = _n("one more quiz", "%(num)s more quizzes", checklist.modules_left)
    if checklist.sessions_left and checklist.modules_left:
        return _("For the certificate: %(sessions)s and %(quizzes)s", sessions=sessions, quizzes=quizzes)
    return _("For the certificate: %(what)s", what=sessions if checklist.sessions_left else quizzes)


def warning(danger: Any, prospect: Prospect) -> str:
    """How many sessions are left and how many of them are needed; or, kindly, what counts besides."""
    if danger == Danger.CLOSE:
        return _n(
            "One session is left: be there to qualify for the certificate.",
            "%(num)s sessions are left: be there in at least %(missing)s of them to qualify for the certificate.",
            prospect.ahead,
            missing=min(prospect.missing(), prospect.ahead),
        )
    later = _n(
        "at least one session that you missed has to be watched later",
        "at least %(num)s sessions that you missed have to be watched later",
        prospect.to_watch(),
    )
    return _(
        "The certificate is still possible: besides the sessions ahead, %(later)s, with its questions passed.",
        later=later,
    )
