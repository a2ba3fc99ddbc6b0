"""What Zoom said, in words that say what to do."""

from lms.core.words import Lazy, _l
from lms.live.rules.states import NO_HOST

#: Zoom's code, or ours -> what it means to a trainer.
ERRORS: dict[str, Lazy] = {
    NO_HOST: _l("No host is free at the times of this class. A coordinator can add one, or you move a session"),
    "200": _l("Zoom says that the host has no paid licence, so nobody can be registered"),
    "300": _l("Zoom did not take what we told it"),
    "1001": _l("Zoom knows no such user: the host's e-mail address has to be corrected"),
    "1010": _l("The host belongs to another Zoom account"),
    "3000": _l("Zoom cannot register learners in this meeting"),
    "3001": _l("The meeting is not there any more"),
    "3027": _l("Zoom does not register the host as a learner"),
    "4711": _l("The Zoom app lacks a permission. A caretaker can give it there"),
    "no-link": _l("Zoom wants every learner approved by hand"),
}


def meeting_number(meeting_id: str | None) -> str:
    """A meeting's number as Zoom writes it: 812 3456 7890."""
    text = meeting_id or ""
    return " ".join(part for part in (text[:3], text[3:-4], text[-4:]) if part) if len(text) > 8 else text


def trouble(error: str | None) -> str:
    """What stands in the way, for the page; "" if nothing does."""
    if not error:
        return ""
    code = error.partition(" ")[0]
    return str(ERRORS.get(code, _l("Zoom refused"))) + ("" if code == NO_HOST else f" ({error.rstrip('.')})")
