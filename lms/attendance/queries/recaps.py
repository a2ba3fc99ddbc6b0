"""Whether a class was told what a session was about, and who caught up with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from lms.attendance.models import Decision, Evidence, RecapTold
from lms.attendance.rules.decision import EvidenceKind
from lms.attendance.rules.recaps import LATER, MISSED
from lms.core.db import db
from lms.quizzes.models import Attempt, Quiz
from lms.quizzes.rules.terms import Purpose
from lms.schedule.models import Session
from lms.schedule.rules import SessionState


def told(session_id: Any) -> Any:
    """SELECT when that was; no row before."""
    return select(RecapTold.at).where(RecapTold.session_id == session_id)


def caught_up(at: datetime, *, most: int) -> list[tuple[int, int, datetime]]:
    """(session, person, when) of those who missed a session and passed the quiz of its module after it.

    Of sessions with something to watch or read again, within LATER after their end; whoever has the evidence
    already, or was there, is not among them. Where several tries passed, the first.
    """
    noted = exists().where(
        Evidence.session_id == Session.id,
        Evidence.person_id == Decision.person_id,
        Evidence.kind == EvidenceKind.RECAP,
    )
    found = (
        select(Session.id, Decision.person_id, func.min(Attempt.handed_in_at))
        .join(Decision, Decision.session_id == Session.id)
        .join(Quiz, and_(Quiz.module_id == Session.module_id, Quiz.purpose == Purpose.MODULE))
        .join(Attempt, and_(Attempt.quiz_id == Quiz.id, Attempt.person_id == Decision.person_id))
        .where(
            Session.ends_at.between(at - LATER, at),
            Session.state != SessionState.CANCELLED,
            or_(Session.recording_url.is_not(None), Session.recap.is_not(None)),
            Decision.state.in_(MISSED),
            Attempt.passed,
            Attempt.handed_in_at > Session.ends_at,
            ~noted,
        )
        .group_by(Session.id, Decision.person_id)
        .order_by(Session.id, Decision.person_id)
        .limit(most)
    )
    return [tuple(row) for row in db.session.execute(found)]
