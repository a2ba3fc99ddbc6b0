"""One's own day, and how one stands to a session."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, literal, select, true
from sqlalchemy.orm import contains_eager

from lms.attendance.models import Decision, Evidence
from lms.attendance.queries import claims as claimed
from lms.catalogue.models import Lesson, Module
from lms.certificates import queries as certificates
from lms.core.db import db, read
from lms.enrolment import queries as enrolments
from lms.enrolment.models import Enrolment
from lms.guardians import queries as guardians
from lms.home import rules
from lms.home.rules import FRESH, Moment
from lms.people.rules import RoleName
from lms.profile import queries as profile
from lms.quizzes import queries as quizzes
from lms.quizzes.models import Quiz
from lms.quizzes.queries.going import Going, going_one, still_due
from lms.reach.queries import scopes as reach
from lms.reach.queries.cube import cells
from lms.reach.rules.indicators import Indicator
from lms.reach.rules.period import Period
from lms.schedule import queries as schedules
from lms.schedule.models import Notice, Series, Session
from lms.schedule.rules import SeriesState
from lms.schedule.telling import Told, urgent_news

HAS_SEAT = "enrolled"
#: Sessions looked at for *Today*: those just over, the next ones.
AHEAD = 8
#: How long ago something may have changed at short notice and still be news of a session to come.
NOTED = timedelta(days=30)
#: How far ahead trainers see their classes on *Today*.
TAUGHT = timedelta(days=8)


#: Moments with something else to do; so has who is offered a class.
BUSY = (Moment.OPEN, Moment.AFTER)


class Evening(NamedTuple):
    """One of a learner's sessions with all the page of the day says of it."""

    session: Session
    decision: Decision | None
    #: Key and public id of the quiz of its module.
    quiz: int | None
    quiz_id: str | None
    #: Questions in the quiz.
    questions: int
    #: What changed of it at short notice.
    news: Told | None

    @property
    def state(self) -> str:
        """The session's."""
        return self.session.state

    @property
    def starts_at(self) -> datetime:
        """The session's."""
        return self.session.starts_at

    @property
    def ends_at(self) -> datetime:
        """The session's."""
        return self.session.ends_at


class Day(NamedTuple):
    """A person's day: the moment, the class it is about, and what stands beside."""

    moment: Moment
    evening: Evening | None
    coming: list[Evening]
    path: certificates.Path | None
    lessons: list[Any]
    standing: quizzes.Standing | None
    #: For someone without a class: the next one there is, with its free seats.
    offer: schedules.Listed | None
    offer_seats: int | None
    #: For trainers: their classes of the next days.
    taught: list[Session]
    #: Learners of their classes who say "I was there" and wait for an answer.
    claims: int
    #: For coordinators: people in their scope who attended in this year.
    attended: int | None
    #: "ask" a guardian, or one's "own" consent at 16.
    guardian: str | None
    #: A question about the person, on days with nothing else to do.
    card: str | None
    #: What changed at short notice, in order of time.
    news: list[Told]
    #: The quiz one is in the middle of.
    going: Going | None


class Stand(NamedTuple):
    """How one person stands to one session."""

    enrolled: bool
    decision: Decision | None
    evidence: list[Evidence]
    module: Module | None
    quiz: Quiz | None
    questions: int
    #: What changed of it at short notice.
    news: Told | None


def day(person: Any, at: datetime, year: int) -> Day:
    """Everything *Today* shows a person; four SELECTs for a learner at most. `year`: on the wall calendar."""
    evenings, started = agenda(person, at)
    moment, evening = rules.choose(evenings, at)
    staff = {role.name for role in person.roles_now}
    taught = schedules.sessions_between(at - FRESH, at + TAUGHT, people=[person.id]) if _teaches(staff) else []
    guardian = guardians.asks(person, at)
    offer = None if evening or staff else next(iter(schedules.published(at, limit=1)), None)
    return Day(
        moment=moment,
        evening=evening,
        coming=[item for item in evenings if item is not evening and item.ends_at > at],
        path=certificates.path(person, evening.session.series, at) if evening else None,
        lessons=lessons_of(evening.session.module_id) if evening and evening.session.module_id else [],
        standing=_standing(person, evening) if moment == Moment.AFTER else None,
        offer=offer,
        offer_seats=enrolments.seats_left([offer.series.id]).get(offer.series.id) if offer else None,
        taught=taught,
        claims=claimed.open_count(person) if _teaches(staff) else 0,
        attended=_attended(person, year),
        guardian=guardian,
        card=None if staff or offer or guardian or moment in BUSY else profile.next_card(person, at),
        news=[item.news for item in evenings if item.news],
        going=started,
    )


def _attended(person: Any, year: int) -> int | None:
    scope = reach.scope(person)
    return cells(Indicator.ATTENDED, Period(year), scope).rungs.get(Indicator.ATTENDED, 0) if scope else None


def _teaches(staff: set[str]) -> bool:
    return RoleName.TRAINER in staff


def _standing(person: Any, evening: Evening) -> quizzes.Standing | None:
    return quizzes.standing(person, [evening.quiz])[evening.quiz] if evening.quiz else None


def agenda(person: Any, at: datetime) -> tuple[list[Evening], Going | None]:
    """A learner's sessions from those just over on, by time, and the quiz they are in (one SELECT)."""
    since = {"since": at - FRESH, "noted_since": at - NOTED, "still_due": still_due(at)}
    rows, notices, started = {}, {}, None
    for session, *row, notice, attempt_id, due_at, title_vi, title_en in db.session.execute(
        _agenda(), {"person_id": person.id, **since}
    ):
        started = Going(attempt_id, due_at, title_vi, title_en) if attempt_id else None
        if session is not None:
            rows[session] = row
            notices.setdefault(session.id, []).extend([notice] if notice else [])
    evenings = [Evening(item, *row, urgent_news(notices[item.id], item, at)) for item, row in rows.items()]
    return evenings, started


@cache
def _agenda() -> Any:
    person_id = bindparam("person_id")
    mine = and_(Enrolment.series_id == Session.series_id, Enrolment.person_id == person_id)
    next_ones = (
        select(Session.id)
        .join(Series, Series.id == Session.series_id)
        .join(Enrolment, mine)
        .where(
            Enrolment.state == HAS_SEAT,
            Series.state.in_((SeriesState.PUBLISHED, SeriesState.FINISHED)),
            Session.ends_at > bindparam("since"),
        )
        .order_by(Session.starts_at, Session.id)
        .limit(AHEAD)
        .correlate(None)
    )
    started, always = going_one().subquery(), select(literal(1).label("one")).subquery()
    return (
        select(Session, Decision, Quiz.id, Quiz.public_id, _questions(), Notice, started)
        .select_from(always)
        .outerjoin(started, true())
        .outerjoin(Session, Session.id.in_(next_ones))
        .outerjoin(Series, Series.id == Session.series_id)
        .outerjoin(Enrolment, mine)
        .outerjoin(Quiz, _quiz_of_module())
        .outerjoin(Decision, and_(Decision.session_id == Session.id, Decision.person_id == person_id))
        .outerjoin(Notice, _noted())
        .options(contains_eager(Session.series))
        .order_by(Session.starts_at, Session.id, Notice.id)
    )


def _noted() -> Any:
    """What changed at short notice in a series while the person held the seat."""
    return and_(
        Notice.series_id == Session.series_id,
        Notice.urgent,
        Notice.replaced_at.is_(None),
        Notice.at > bindparam("noted_since"),
        Notice.at >= Enrolment.enrolled_at,
    )


def stand(session: Session, person: Any, at: datetime) -> Stand:
    """A person's seat, traces and decision in a session, and its quiz (one SELECT)."""
    values = {"session_id": session.id, "person_id": person.id, "noted_since": at - NOTED}
    rows = db.session.execute(_stand(), values).all()
    state, decision, _evidence, module, quiz, questions, _notice = rows[0]
    evidence = {row[2].id: row[2] for row in rows if row[2]}
    notices = {row[6].id: row[6] for row in rows if row[6]}
    news = urgent_news((notices[number] for number in sorted(notices)), session, at)
    return Stand(state == HAS_SEAT, decision, list(evidence.values()), module, quiz, questions, news)


@cache
def _stand() -> Any:
    person_id = bindparam("person_id")
    return (
        select(Enrolment.state, Decision, Evidence, Module, Quiz, _questions(), Notice)
        .select_from(Session)
        .outerjoin(Enrolment, and_(Enrolment.series_id == Session.series_id, Enrolment.person_id == person_id))
        .outerjoin(Decision, and_(Decision.session_id == Session.id, Decision.person_id == person_id))
        .outerjoin(Evidence, and_(Evidence.session_id == Session.id, Evidence.person_id == person_id))
        .outerjoin(Module, Module.id == Session.module_id)
        .outerjoin(Quiz, _quiz_of_module())
        .outerjoin(Notice, _noted())
        .where(Session.id == bindparam("session_id"))
        .order_by(Evidence.at, Evidence.id)
    )


def standing(person: Any, stands: Stand) -> quizzes.Standing | None:
    """How a learner stands with the quiz of a session (one SELECT)."""
    return quizzes.standing(person, [stands.quiz.id])[stands.quiz.id] if stands.quiz and stands.enrolled else None


def lessons_of(module_id: int) -> list[Any]:
    """(slug, titles, minutes, recap) of a module's published lessons in order, without their texts (one SELECT)."""
    return list(read(_lessons(), module_id=module_id))


@cache
def _lessons() -> Any:
    columns = (Lesson.slug, Lesson.title_vi, Lesson.title_en, Lesson.minutes, Lesson.recap)
    shown = select(*columns).where(Lesson.module_id == bindparam("module_id"), Lesson.state == "published")
    return shown.order_by(Lesson.position)


def _questions() -> Any:
    return quizzes.asked()


def _quiz_of_module() -> Any:
    """The quiz that passes the module of a session, where learners see it."""
    return and_(Quiz.module_id == Session.module_id, Quiz.purpose == "module", Quiz.state == "open")
