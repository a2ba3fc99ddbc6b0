"""The transactional outbox: how upper rooms learn of changes below them.

A room writes a `Change` in the transaction of the fact. A job claims rows, does the work and deletes
them in one transaction. There is no cursor over ids or times: those miss late commits.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, delete, insert, literal, select, true
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Moment, When, db, insert_row
from lms.core.logs import log


class Change(db.Model):
    """Something happened to a subject; it waits here until every interested job has seen it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What happened, room first: `attendance.decision`.
    kind: Mapped[str] = mapped_column(String(60), index=True)
    #: Integer key of the subject in its own room.
    subject: Mapped[int]
    #: When the fact was recorded; or, for what waits a while, when it may be told (`claim(due=…)`).
    at: Mapped[When]


#: Without the mapper, whose bookkeeping costs more than the insert.
_ADD = insert(Change.__table__)


def announce(kind: str, subject: int, *, at: datetime) -> None:
    """Tell the floors above, in the same transaction as the fact."""
    insert_row(Change, {"kind": kind, "subject": subject, "at": at})


def announce_each(kind: str, subjects: Select[tuple[int]], *, at: datetime) -> None:
    """As `announce` for every subject a SELECT finds, in one statement."""
    found = subjects.subquery()
    rows = select(literal(kind), found.c[0], literal(at, Moment))
    db.session.execute(insert(Change).from_select(["kind", "subject", "at"], rows))


def announce_all(kinds: Iterable[str], subject: int, *, at: datetime) -> None:
    """Several kinds of change of one subject, in one statement (for rush paths)."""
    db.session.execute(_ADD, [{"kind": kind, "subject": subject, "at": at} for kind in kinds])


def take_back(kind: str, subject: int) -> bool:
    """Remove a change that no job has seen yet; answers whether there was one. Waits for a job that holds it."""
    return bool(db.session.execute(delete(Change).where(Change.kind == kind, Change.subject == subject)).rowcount)


def claim(*kinds: str, most: int = 500, due: datetime | None = None) -> list[Change]:
    """Up to `most` changes of these kinds, oldest first, held by this transaction and removed with it.

    `due`: only those whose `at` has come by then.
    """
    rows = list(
        db.session.scalars(
            select(Change)
            .where(Change.kind.in_(kinds), Change.at <= due if due else true())
            .order_by(Change.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
    )
    if rows:
        db.session.execute(delete(Change).where(Change.id.in_([row.id for row in rows])))
        for row in rows:
            db.session.expunge(row)
    return rows


def work_off(kind: str, do: Callable[[int], Any], *, most: int = 200, at: datetime) -> int:
    """Do something for each subject of `kind`; answers how many it was done for. What fails waits on, alone."""
    done = 0
    for change in claim(kind, most=most):
        try:
            with db.session.begin_nested():
                done += bool(do(change.subject))
        except Exception as error:
            log.error("outbox.failed", kind=kind, error=type(error).__name__)
            announce(kind, change.subject, at=at)
    return done
