"""What the trainer's desk needs to know of other rooms: one SELECT for each moment.

Each brings the module of the session along, so that `session.module` asks for nothing more.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from lms.attendance.models import CheckInCode, Claim, Participant, Report, Viewing
from lms.attendance.queries.recaps import told
from lms.attendance.queries.reports import GONE
from lms.catalogue.models import Module
from lms.core.db import db
from lms.enrolment.models import Enrolment, Waiting
from lms.enrolment.queries.reminders import unreached_in
from lms.enrolment.rules import WaitingState
from lms.live.models import LiveMeeting, LiveReport
from lms.live.rules.states import MeetingState, ReportState
from lms.people.models import Person
from lms.people.queries import IS_HERE
from lms.quizzes.models import Quiz
from lms.quizzes.queries import PASSES, asked
from lms.schedule.models import Session
from lms.schedule.rules import SessionState

HAS_SEAT = Enrolment.state == "enrolled"
#: The code on the wall; the meeting at Zoom, unless the session has a room of its own.
SHOWN = and_(CheckInCode.session_id == Session.id, CheckInCode.valid_until.is_(None))
HELD = and_(
    LiveMeeting.series_id == Session.series_id,
    LiveMeeting.state != MeetingState.GIVEN_UP,
    Session.room_url.is_(None),
)


class Before(NamedTuple):
    """What must be ready."""

    code: CheckInCode | None
    #: The meeting at Zoom: its number once it is made, and `made`, `wanted` or `failed`.
    meeting_id: str | None
    meeting: str | None
    #: Questions of the quiz of the module; None without a quiz.
    questions: int | None
    enrolled: int
    waiting: int
    #: Learners whom no letter reaches.
    unreached: int


class After(NamedTuple):
    """What came of it, and what is left to do."""

    #: Reports that count, and the one that waits to be confirmed.
    reports: int
    draft: str | None
    #: Names nobody has recognised, and learners who say that they were there.
    strangers: int
    claims: int
    #: When Zoom is asked for its report; None where it is not asked (any more).
    report_due: datetime | None
    on_zoom: bool
    #: When the class was told by letter.
    told_at: datetime | None
    #: The session that comes next, and the first after it that is not cancelled: mostly the same one.
    coming: Session | None
    following: Session | None
    #: Figures of platforms, the latest reading first.
    viewings: list[Viewing]


def wall(session: Any) -> tuple[CheckInCode | None, str | None]:
    """The code shown now, and the number of the meeting if the class is held on Zoom (one SELECT)."""
    made = and_(HELD, LiveMeeting.state == MeetingState.MADE)
    found = (
        select(CheckInCode, LiveMeeting.meeting_id, Module)
        .select_from(Session)
        .outerjoin(CheckInCode, SHOWN)
        .outerjoin(LiveMeeting, made)
        .outerjoin(Module, Module.id == Session.module_id)
        .where(Session.id == session.id)
    )
    code, meeting_id, module = db.session.execute(found).one()
    set_committed_value(session, "module", module)
    return code, meeting_id


def before(session: Any, *, by_text: bool) -> Before:
    """How ready a session is (one SELECT). `by_text`: letters can go to phones."""
    seats = _many(Enrolment, HAS_SEAT, Enrolment.series_id == session.series_id)
    line = _many(Waiting, Waiting.state == WaitingState.WAITING, Waiting.series_id == session.series_id)
    alone = unreached_in(session.series_id, by_text=by_text).scalar_subquery()
    found = (
        select(CheckInCode, LiveMeeting.meeting_id, LiveMeeting.state, Quiz.id, asked(), seats, line, alone, Module)
        .select_from(Session)
        .outerjoin(CheckInCode, SHOWN)
        .outerjoin(LiveMeeting, HELD)
        .outerjoin(Module, Module.id == Session.module_id)
        .outerjoin(Quiz, and_(Quiz.module_id == Session.module_id, *PASSES))
        .where(Session.id == session.id)
    )
    code, number, state, quiz, many, *people, module = db.session.execute(found).one()
    set_committed_value(session, "module", module)
    return Before(code, number, state, many if quiz else None, *people)


def after(session: Any) -> After:
    """What is left to do for a session (one SELECT, a row for each figure of a platform)."""
    coming, following = aliased(Session), aliased(Session)
    draft = select(Report.public_id).where(Report.session_id == session.id, Report.state == "read")
    pull = and_(LiveReport.session_id == Session.id, LiveReport.state == ReportState.WANTED)
    due = select(func.min(LiveReport.due_at)).where(pull).correlate(Session).scalar_subquery()
    found = (
        select(
            _many(Report, Report.session_id == session.id, Report.state == "confirmed"),
            draft.scalar_subquery(),
            _many(Participant, Participant.session_id == session.id, Participant.state == "open", ~GONE),
            _many(Claim, Claim.session_id == session.id, Claim.state == "open", Claim.person_id == Person.id, *IS_HERE),
            due,
            LiveMeeting.meeting_id.is_not(None),
            told(session.id).scalar_subquery(),
            coming,
            following,
            Module,
            Viewing,
        )
        .select_from(Session)
        .outerjoin(LiveMeeting, HELD)
        .outerjoin(coming, coming.id == _later(session))
        .outerjoin(following, following.id == _later(session, Session.state != SessionState.CANCELLED))
        .outerjoin(Module, Module.id == Session.module_id)
        .outerjoin(Viewing, and_(Viewing.session_id == Session.id, Viewing.ended_at.is_(None)))
        .where(Session.id == session.id)
        .order_by(Viewing.read_at.desc(), Viewing.id.desc())
    )
    rows = db.session.execute(found).all()
    set_committed_value(session, "module", rows[0][-2])
    return After(*rows[0][:-2], [row[-1] for row in rows if row[-1] is not None])


def _later(session: Any, *which: Any) -> Any:
    """The key of the next session of the class."""
    mine = (Session.series_id == session.series_id, Session.starts_at > session.starts_at)
    found = select(Session.id).where(*mine, *which).order_by(Session.starts_at, Session.id).limit(1)
    return found.correlate(None).scalar_subquery()


def _many(table: Any, *which: Any) -> Any:
    return select(func.count()).select_from(table).where(*which).scalar_subquery()
