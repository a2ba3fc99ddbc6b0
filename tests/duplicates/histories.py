"""Random histories of two persons who may be one, and what is looked at before and after."""

from datetime import date, timedelta

from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import Authenticator, Credential, Passkey, SignIn
from lms.attendance.models import Alias, Claim, EarlyCode, Participant, Recount, RecountChange
from lms.catalogue import actions as lessons
from lms.core.db import db, mode
from lms.core.errors import RuleBroken
from lms.core.ids import public_id
from lms.core.outbox import announce
from lms.enrolment import actions as seats
from lms.enrolment import lines, queries
from lms.enrolment.models import Waiting
from lms.files import actions as shelf
from lms.guardians.models import Guardianship
from lms.invitations.models import Invitation, InvitationList
from lms.notifications.models import Letter
from lms.people import actions as known
from lms.people.models import CardAnswer, Contact, Role, RoleProposal
from lms.people.rules import Purpose
from lms.quizzes import queries as tries
from lms.quizzes.actions import attempts, extras
from lms.rights.models import DataRequest
from lms.schedule.models import SeriesTrainer
from tests.factories import attendance, catalogue, enrolment, people, quizzes, reach, schedule

#: Rows that the merge itself writes, or that stand for time and not for a person.
NOT_COMPARED = {
    "alembic_version", "audit_entry", "change", "commune", "duplicate_merge", "duplicate_pair", "holiday", "job",
    "province", "province_alias", "revision",
}  # fmt: skip
STATES = ("present", "partial", "absent", "excused", "watched_later")


class House:
    """Two classes, two quizzes, some lessons, and somebody who works here."""

    def __init__(self, at):
        self.at, self.turn, self.recount = at, 0, None
        self.staff = people.coordinator()
        self.trainer = people.trainer()
        first = date(2026, 10, 1)
        self.series = [schedule.series(self.trainer, first + timedelta(days=day), 3, seats=3) for day in range(2)]
        self.sessions = [session for series in self.series for session in schedule.sessions_of(series)]
        self.quizzes = [quizzes.quiz(("single",)), quizzes.quiz(("single",), attempts_allowed=0)]
        self.lessons = catalogue.module(lessons=2).lessons
        with mode("write"):
            self.list = InvitationList(owner_id=self.staff.id, title="Đoàn xã", uploaded_at=at)
            db.session.add(self.list)
            db.session.commit()

    def now(self):
        """Every fact has an instant of its own."""
        self.turn += 1
        return self.at + timedelta(seconds=self.turn)


def _add(house, *rows):
    db.session.add_all(rows)


def seat(house, who, n):
    at = house.now()
    lines.step_out(who, at)
    row = enrolment.enrol(who, house.series[n % 2], at=at, state=("enrolled", "withdrawn")[n // 2 % 2])
    announce("enrolment.enrolled", row.id, at=at)


def leave(house, who, n):
    seats.leave(who, house.series[n % 2], by=who, at=house.now())


def line(house, who, n):
    """In the line; whoever holds a seat does not stand there."""
    series, at = house.series[n % 2], house.now()
    if not queries.is_enrolled(who, series.id):
        ended = {"state": ("left", "seated")[n // 4], "ended_at": at} if n // 2 % 2 else {"state": "waiting"}
        _add(house, Waiting(series_id=series.id, person_id=who.id, asked_at=at, **ended))


def decided(house, who, n):
    session = house.sessions[n % len(house.sessions)]
    reach.decided(session, who, STATES[n % len(STATES)], self_reported=n % 2 == 0, at=house.now())


def trace(house, who, n):
    attendance.trace(house.sessions[n % 3], who, ("click", "code", "interval")[n % 3], at=house.now())


def mark(house, who, n):
    attendance.marked(house.sessions[n % 3], who, house.trainer, ("present", "absent")[n % 2], "nhớ", at=house.now())


def seen(house, who, n):
    """In a report, under a name remembered for the class; and the person's own word on it."""
    session, at = house.sessions[n % 3], house.now()
    name = Participant(
        session_id=session.id, key=public_id(), name="iPhone", state="matched", person_id=who.id, step="name", at=at
    )
    known = {"series_id": session.series_id, "key": public_id(), "by_id": house.trainer.id}
    word = {"session_id": session.id, "note": "Em có học", "state": "open"}
    _add(house, name, Alias(**known, person_id=who.id, at=at), Claim(**word, person_id=who.id, at=at))


def early(house, who, n):
    session, at = house.sessions[n % 3], house.now()
    _add(house, EarlyCode(session_id=session.id, person_id=who.id, at=at))


def recounted(house, who, n):
    at = house.now()
    if house.recount is None:
        house.recount = Recount(state="looked", reason="Đổi ngưỡng", by_id=house.staff.id, at=at)
        _add(house, house.recount)
        db.session.flush()
    change = {"session_id": house.sessions[n % 3].id, "person_id": who.id, "before": "present", "after": "partial"}
    _add(house, RecountChange(recount_id=house.recount.id, **change))


def begin(house, who, n):
    attempts.start(house.quizzes[n % 2], who, by=who, at=house.now())


def tried(house, who, n):
    quizzes.handed_in(house.quizzes[n % 2], who, at=house.now(), right=n // 2 % 2 == 0)


def late(house, who, n):
    tried(house, who, n)
    quiz = house.quizzes[n % 2]
    attempt = tries.standing(who, [quiz.id])[quiz.id].tries[-1]
    attempts.save(attempt, 1, n % 4, 900 + n, by=who, at=house.now())


def granted(house, who, n):
    extras.grant(house.quizzes[n % 2], who, 5 * n, n % 3, "Mất điện", by=house.trainer, at=house.now())


def read(house, who, n):
    lessons.mark_read(house.lessons[n % 2], by=who, at=house.now())


def noted(house, who, n):
    """Beside a lesson, for themselves; both may have written there."""
    at, part = house.now(), ("activity", "recap")[n // 2 % 2]
    lessons.keep_note(house.lessons[n % 2], part, f"Ghi chú {house.turn}", house.turn, by=who, at=at)


def agree(house, who, n):
    known.give_consent(who, list(Purpose)[n % 4], way="settings", by=who, at=house.now())


def disagree(house, who, n):
    known.withdraw_consent(who, list(Purpose)[n % 4], by=who, at=house.now())
    if n % 4 == 0:
        known.pause(who, "withdrawn", by=who, at=house.now())


def contact(house, who, n):
    at = house.now()
    _add(
        house,
        Contact(
            person_id=who.id, kind="email", value=f"{n % 2}@mail.vn", added_at=at, verified_at=n > 3 and at or None
        ),
    )


def card(house, who, n):
    state = ("asked", "deferred", "refused", "answered")[n % 4]
    _add(house, CardAnswer(person_id=who.id, card=("gender", "ethnicity")[n // 4], state=state, at=house.now()))


def described(house, who, n):
    who.gender = ("female", "male")[n % 2]
    who.birth_date = who.birth_year and date(who.birth_year, 3, n + 1)


def nowhere(house, who, n):
    who.province_code = who.birth_year = who.birth_date = None


def keys(house, who, n):
    at = house.now()
    rows = [
        Credential(person_id=who.id, password="x", changed_at=at),
        Passkey(person_id=who.id, credential=public_id(), public_key="k", sign_count=0, name="Chrome", added_at=at),
        Authenticator(person_id=who.id, secret="s", added_at=at),
    ]
    _add(house, *(row for place, row in enumerate(rows) if (n + 1) >> place & 1))


def sign_in(house, who, n):
    at = house.now()
    times = {"began_at": at, "seen_at": at, "expires_at": at + timedelta(days=30), "idle_seconds": 86400}
    _add(house, SignIn(token=public_id(), person_id=who.id, device="Chrome", ended_at=n % 2 and at or None, **times))


def paper(house, who, n):
    at = house.now()
    shelf.keep(who, "test.paper", "a.txt", b"paper", "text/plain", None, by=who, at=at)
    _add(house, Letter(key=public_id(), template="t", to_id=who.id, subject="s", text="t", due_at=at, written_at=at))
    _add(
        house,
        DataRequest(
            person_id=who.id, kind="see", way="page", received_at=at, acknowledge_by=at.date(), due_by=at.date()
        ),
    )
    _add(house, Invitation(list_id=house.list.id, row=house.turn, state="accepted", person_id=who.id))


def guardian(house, who, n):
    at = house.now()
    _add(house, Guardianship(child_id=who.id, asked_at=at, consented_at=n % 2 and at or None))
    if n % 2 == 0:
        who.paused_at, who.paused_why = at, "guardian"


def once_staff(house, who, n):
    at = house.now()
    _add(house, Role(person_id=who.id, name="trainer", granted_at=at, ended_at=at))
    _add(house, SeriesTrainer(series_id=house.series[n % 2].id, person_id=who.id, position=1))
    _add(
        house,
        RoleProposal(
            person_id=who.id, name="caretaker", proposed_by_id=house.staff.id, proposed_at=at, state="refused"
        ),
    )


STEPS = (
    seat, leave, line, decided, trace, mark, seen, early, recounted, begin, tried, late, granted, read, noted,
    agree, disagree, contact, card, described, nowhere, keys, sign_in, paper, guardian, once_staff,
)  # fmt: skip
#: (step, whose: 0 or 1, which of several)
histories = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(0, 7)), min_size=1, max_size=24)


def live(house, pair, history):
    """Let it happen; what cannot happen a second time does not."""
    for step, whose, which in history:
        db.session.commit()
        try:
            with mode("write"):
                step(house, pair[whose], which)
                db.session.commit()
        except (RuleBroken, IntegrityError):
            db.session.rollback()


def tables():
    """Table -> its rows, without what only moves forward."""
    db.session.expire_all()
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name not in NOT_COMPARED:
            columns = [column for column in table.c if (table.name, column.name) != ("calendar_feed", "changed_at")]
            rows = [tuple(map(repr, row)) for row in db.session.execute(db.select(*columns))]
            found[table.name] = sorted(
                row for row in rows if table.name not in ("cube_cell", "cube_day") or row[-1] != "0"
            )
    found["calendar_feed"] = []
    db.session.commit()
    return found


def told(app, *persons):
    """What every room tells each of these persons of themselves."""
    return [{room: desk.export(person) for room, desk in app.extensions["personal_data"]} for person in persons]
