"""Questions about the code of the evening."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, select

from lms.attendance.models import CheckInCode, EarlyCode, Evidence, WrongCode
from lms.attendance.queries.evidence import HAS_SEAT
from lms.attendance.rules.check_in import CHECK_IN_CLOSES
from lms.attendance.rules.decision import EvidenceKind
from lms.core.db import db, read
from lms.enrolment.models import Enrolment
from lms.schedule.models import Session
from lms.schedule.rules import JOIN_OPENS, SessionState

SHOWN = ("id", "code", "every", "seed", "valid_from", "valid_until")
#: A person is led to a class that begins at most this long from now.
AHEAD = timedelta(hours=18)


class Given(NamedTuple):
    """What a person has given in a session: the code, and digits that wait for the opening."""

    code: bool
    early: bool


class Board(NamedTuple):
    """What stands on the wall. `early`: people whose digits wait for the opening."""

    code: CheckInCode | None
    enrolled: int
    coded: int
    early: int


def codes(session_id: int, person_id: int, *, since: datetime) -> tuple[list[Any], list[datetime]]:
    """(every code of the session, newest first; when this person gave wrong digits after `since`). One SELECT."""
    rows = read(_codes(), session_id=session_id, person_id=person_id, since=since).all()
    shown = {row.id: row for row in rows}
    return list(shown.values()), [row.at for row in rows if row.id == rows[0].id and row.at is not None]


@cache
def _codes() -> Any:
    tried = and_(
        WrongCode.session_id == CheckInCode.session_id,
        WrongCode.person_id == bindparam("person_id"),
        WrongCode.at > bindparam("since", type_=WrongCode.at.type),
    )
    return (
        select(*(getattr(CheckInCode, name) for name in SHOWN), WrongCode.at)
        .outerjoin(WrongCode, tried)
        .where(CheckInCode.session_id == bindparam("session_id"))
        .order_by(CheckInCode.id.desc())
    )


def codes_used(session: Any) -> list[str]:
    """Every code the session has had."""
    return list(db.session.scalars(select(CheckInCode.code).where(CheckInCode.session_id == session.id)))


def code_shown(session: Any) -> CheckInCode | None:
    """The code on the wall now; None before the trainer shows one."""
    return db.session.scalars(
        select(CheckInCode).where(CheckInCode.session_id == session.id, CheckInCode.valid_until.is_(None))
    ).first()


def given(session: Any, person: Any) -> Given:
    """How far a person's check-in is (one SELECT)."""
    coded = select(Evidence.id).where(
        Evidence.session_id == session.id, Evidence.person_id == person.id, Evidence.kind == EvidenceKind.CODE
    )
    kept = select(EarlyCode.id).where(
        EarlyCode.session_id == session.id, EarlyCode.person_id == person.id, EarlyCode.done_at.is_(None)
    )
    return Given(*db.session.execute(select(coded.exists(), kept.exists())).one())


def board(session: Any) -> Board:
    """What the wall shows, in one SELECT that counts along indexes."""

    def people(table: Any, *of: Any) -> Any:
        return select(func.count()).select_from(table).where(*of).scalar_subquery()

    shown = and_(CheckInCode.session_id == Session.id, CheckInCode.valid_until.is_(None))
    row = db.session.execute(
        select(
            CheckInCode,
            people(Enrolment, Enrolment.series_id == session.series_id, Enrolment.state == HAS_SEAT),
            people(Evidence, Evidence.session_id == session.id, Evidence.kind == EvidenceKind.CODE),
            people(EarlyCode, EarlyCode.session_id == session.id, EarlyCode.done_at.is_(None)),
        )
        .select_from(Session)
        .outerjoin(CheckInCode, shown)
        .where(Session.id == session.id)
    ).one()
    return Board(*row)


def session_at_hand(person: Any, at: datetime) -> Session | None:
    """The class whose check-in a person wants now: of those they have a seat in, first one with a code on the wall."""
    shown = and_(CheckInCode.session_id == Session.id, CheckInCode.valid_until.is_(None))
    mine = and_(Enrolment.series_id == Session.series_id, Enrolment.person_id == person.id, Enrolment.state == HAS_SEAT)
    return db.session.scalars(
        select(Session)
        .join(Enrolment, mine)
        .outerjoin(CheckInCode, shown)
        .where(Session.state != SessionState.CANCELLED)
        .where(Session.ends_at >= at - CHECK_IN_CLOSES, Session.starts_at < at + AHEAD)
        .order_by(CheckInCode.id.is_(None), Session.starts_at, Session.id)
        .limit(1)
    ).first()


def waiting(at: datetime, *, tomorrow: datetime, most: int) -> Sequence[Any]:
    """(EarlyCode, Session) of digits that wait no longer, oldest first.

    The doors are open, the class is cancelled, or it is not today any more.
    """
    due = Session.starts_at <= at + JOIN_OPENS
    off = (Session.state == SessionState.CANCELLED) | (Session.starts_at >= tomorrow)
    return db.session.execute(
        select(EarlyCode, Session)
        .join(Session, Session.id == EarlyCode.session_id)
        .where(EarlyCode.done_at.is_(None))
        .where(due | off)
        .order_by(EarlyCode.id)
        .limit(most)
    ).all()
