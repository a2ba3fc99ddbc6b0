"""Questions about the code of the evening."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from lms.attendance.models import CheckInCode, WrongCode
from lms.core.db import db


def codes(session: Any, person: Any, *, since: datetime) -> tuple[list[CheckInCode], list[datetime]]:
    """(codes still shown after `since`, newest first; when this person gave wrong ones after it). One SELECT."""
    tried = and_(WrongCode.session_id == session.id, WrongCode.person_id == person.id, WrongCode.at > since)
    rows = db.session.execute(
        select(CheckInCode, WrongCode.at)
        .outerjoin(WrongCode, tried)
        .where(
            CheckInCode.session_id == session.id,
            or_(CheckInCode.valid_until.is_(None), CheckInCode.valid_until > since),
        )
        .order_by(CheckInCode.id.desc())
    ).all()
    shown = {code.id: code for code, _at in rows}
    return list(shown.values()), [at for code, at in rows if code is rows[0][0] and at is not None]


def codes_used(session: Any) -> list[str]:
    """Every code the session has had."""
    return list(db.session.scalars(select(CheckInCode.code).where(CheckInCode.session_id == session.id)))


def code_shown(session: Any) -> CheckInCode | None:
    """The code on the wall now; None before the trainer shows one."""
    return db.session.scalars(
        select(CheckInCode).where(CheckInCode.session_id == session.id, CheckInCode.valid_until.is_(None))
    ).first()
