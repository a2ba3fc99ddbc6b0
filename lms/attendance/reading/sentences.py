"""Why a line counts for nothing, in words."""

from lms.core.words import _l, gettext

#: `Refused.why` -> its sentence.
WHY = {
    "no_name": _l("This line has neither a name nor an e-mail address"),
    "no_time": _l("This line says neither when nor how long somebody was there"),
    "bad_time": _l("The time in this line cannot be understood"),
    "left_first": _l("By this line somebody left before they joined"),
    "far": _l("The date in this line is far from those of the other lines"),
    "other_meeting": _l("This line belongs to another meeting"),
    "no_join": _l("This line says that somebody left, but not when they joined"),
    "long": _l("This line is too long for a name"),
}


def sentence(why: str) -> str:
    """The sentence of a code, in the language being spoken."""
    return gettext(WHY[why].msgid)
