"""What the room does by itself."""

from functools import partial

from lms.accounts import letters
from lms.accounts.actions import codes
from lms.accounts.actions import sign_ins as actions
from lms.core import clock
from lms.core.jobs import every
from lms.core.outbox import work_off


@every(seconds=3600)
def forget_old() -> None:
    """Remove failures, sign-ins and codes that are past their time."""
    actions.forget_old(at=clock.now())
    codes.forget_old(at=clock.now())


@every(seconds=3)
def send_codes() -> dict[str, int]:
    """Write the letters with codes that were asked for."""
    at = clock.now()
    return {"written": work_off(codes.ASKED, partial(letters.code, by=None, at=at), at=at)}
