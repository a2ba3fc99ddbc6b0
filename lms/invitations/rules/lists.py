"""Rules about a list: where it stands, whose it may be, which columns it needs. Pure."""

from enum import StrEnum

from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.invitations.rules.rows import Columns, Field


class State(StrEnum):
    """Where a list stands. UPLOADED without anything found: the worker still has to read it."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    WRITTEN = "written"
    FAILED = "failed"
    DROPPED = "dropped"


class OutOfScope(RuleBroken):
    """A coordinator of some provinces invites for one of them."""

    sentence = _l("Choose a province that you coordinate")


class NotNow(RuleBroken):
    """The list has gone on since the page was loaded."""

    sentence = _l("This list has moved on meanwhile. Look at how it stands now")


class NoName(RuleBroken):
    """No column holds names."""

    sentence = _l("Choose the column with the names")


class ColumnTwice(RuleBroken):
    """One column stands for two things."""

    sentence = _l("One column is chosen for two things. Choose each column once")


def is_working(state: str, found: bool) -> bool:
    """Whether the worker has to do something before the list can go on; `found`: it has read the sheet."""
    return state in (State.CHECKING, State.WRITING) or (state == State.UPLOADED and not found)


def check_scope(covered: bool) -> None:
    """Refuses a province out of scope."""
    if not covered:
        raise OutOfScope()


def check_state(state: str, *allowed: State, stopped: bool = False) -> None:
    """Refuses what does not fit where the list stands. A check that has `stopped` may begin anew."""
    if state not in allowed and not (stopped and state == State.CHECKING):
        raise NotNow()


def check_columns(columns: Columns) -> None:
    """Refuses columns without a name, or with one column for two things."""
    if Field.NAME not in columns and Field.GIVEN not in columns and Field.FAMILY not in columns:
        raise NoName()
    if len(set(columns.values())) < len(columns):
        raise ColumnTwice()
