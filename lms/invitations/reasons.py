"""Why a line was refused, as it is kept and as it is said. Pure."""

from typing import Any

from lms.core.errors import RuleBroken
from lms.core.words import gettext


def refusal(broken: RuleBroken) -> dict[str, Any]:
    """A refusal as it is kept: its English sentence and what stands in it."""
    return {"says": str(getattr(broken.sentence, "msgid", broken.sentence)), "values": broken.values}


def reason(refused: dict[str, Any] | None) -> str:
    """A kept refusal in the language being spoken."""
    if not refused:
        return ""
    sentence, values = refused["says"], refused["values"]
    return gettext(sentence, **values)
