"""What the worker does for attendance."""

from lms.attendance import actions
from lms.core import clock
from lms.core.jobs import every


@every(seconds=5)
def decide() -> None:
    """Decide for those who pressed join or gave the code."""
    actions.decide_new(at=clock.now())


@every(seconds=60)
def settle() -> None:
    """Give everyone in classes that are over a decision."""
    actions.settle(at=clock.now())
