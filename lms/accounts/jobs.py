"""What the room does by itself."""

from lms.accounts.actions import sign_ins as actions
from lms.core import clock
from lms.core.jobs import every


@every(seconds=3600)
def forget_old() -> None:
    """Remove failures and sign-ins that are past their time."""
    actions.forget_old(at=clock.now())
