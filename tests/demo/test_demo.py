"""The demonstration: complete, marked, around the present, planted once, and never in production."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms import demo
from lms.accounts.models import Credential
from lms.accounts.queries.sign_ins import demo_people
from lms.app import create_app
from lms.attendance.models import Claim, Decision, Participant, Report
from lms.catalogue.models import Lesson, LessonDraft, LessonNote
from lms.core import migrations
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.demo.seed import NotADemo
from lms.duplicates.models import Merge, Pair
from lms.enrolment.models import Enrolment
from lms.guardians.models import Guardianship
from lms.invitations.models import Invitation, InvitationList
from lms.notifications.models import Letter
from lms.people.models import CardAnswer, Contact, Person, Role, RoleProposal
from lms.quizzes.models import Answer, Attempt, Extra, LateAnswer, Quiz
from lms.quizzes.queries.figures import blocks
from lms.quizzes.queries.gains import reached
from lms.quizzes.rules.figures import told
from lms.quizzes.rules.gain import gain
from lms.quizzes.rules.statistics import Tally
from lms.quizzes.rules.suspicion import STEADY, Flag
from lms.reach.models import Milestone, Target
from lms.rights.models import DataRequest
from lms.schedule.models import Series, Session
from lms.schedule.rules import join_open
from lms.writing.models import Picture

LAI_CHAU = "12"


def count(what, *where):
    return db.session.scalar(select(func.count()).select_from(what).where(*where))


@pytest.fixture
def planted(app, clock):
    """The app with the demonstration in it, at ten minutes before an evening class."""
    db.session.remove()
    assert demo.seed(app) is True
    return app


def next_of(title, at):
    found = select(Session).join(Series, Series.id == Session.series_id)
    return db.session.scalars(
        found.where(Series.title.startswith(title), Session.ends_at > at).order_by(Session.starts_at)
    ).first()


def the_programme_is_there():
    assert count(Person) == 76
    assert count(Person, Person.province_code == LAI_CHAU) >= 10
    assert len(set(db.session.scalars(select(Person.province_code)))) >= 20
    states = sorted(db.session.scalars(select(Series.state)))
    assert states == ["finished", "published", "published", "published"]
    assert count(Session, Session.state == "held") == 14
    assert count(Enrolment) > 90 and count(Decision) > 300 and count(Attempt, Attempt.passed) > 100
    assert count(Letter) > 50
    targets = dict(db.session.execute(select(Target.year, Target.people).where(Target.province_code == "")).all())
    parts = select(Target.year, func.sum(Target.people)).where(Target.province_code != "").group_by(Target.year)
    assert dict(db.session.execute(parts).all()) == targets == {0: 20_000_000, 2026: 59}


def a_report_of_an_evening_is_taken_in():
    assert list(db.session.scalars(select(Report.state))) == ["confirmed"]
    open_ = select(Participant.name).where(Participant.state == "open").order_by(Participant.id)
    [phone, *strangers] = db.session.scalars(open_)
    assert (phone.startswith("iPhone của "), strangers) == (True, ["Galaxy A12", "Chị Sáu bán nấm"])
    assert count(Participant, Participant.state == "matched") > 10
    assert sorted(db.session.scalars(select(Claim.state))) == ["accepted", "open"]


def reach_is_counted_and_nothing_waits_for_it():
    standing = (Milestone.scope == "programme", Milestone.withdrawn_at.is_(None))
    counted = select(Milestone.indicator, func.count()).where(*standing)
    found = dict(db.session.execute(counted.group_by(Milestone.indicator)).all())
    assert found["registered"] == 74 and found["attended"] > 40 and found["completed"] > 0
    waiting = set(db.session.scalars(select(Change.kind)))
    assert not waiting & {"attendance.evidence", "attendance.decision", "enrolment.enrolled", "people.consented"}


def everybody_is_marked_and_nobody_can_be_reached_or_signed_in_as():
    assert count(Person, Person.demo.is_(False)) == 0
    assert count(Credential) == 0
    for kind, value in db.session.execute(select(Contact.kind, Contact.value)):
        assert value.startswith("+84990000") if kind == "phone" else value.endswith("@example.com")


def one_may_be_somebody_of_each_kind(planted):
    parts = demo_people()
    assert list(parts) == ["learner", "child", "trainer", "coordinator", "provincial", "partner", "caretaker"]
    scopes = set(db.session.execute(select(Role.name, Role.province_code)))
    everywhere = {(role, "") for role in ("trainer", "coordinator", "partner", "caretaker")}
    assert scopes == everywhere | {("coordinator", LAI_CHAU)}
    assert db.session.scalars(select(Role.province_code).where(Role.person_id == parts["coordinator"].id)).one() == ""
    (line,) = demo.sign_ins(planted)
    assert "/demo" in line and parts["learner"].name in line


def the_pages_about_people_have_something_to_show():
    assert dict(db.session.execute(select(Pair.state, func.count()).group_by(Pair.state)).all()) == {
        "open": 3, "merged": 1,
    }  # fmt: skip
    assert count(Merge, Merge.undone_at.is_(None)) == 1
    lists = dict(db.session.execute(select(InvitationList.state, InvitationList.counts)).all())
    assert lists["checked"] == {"matched": 1, "new": 3, "refused": 4} and set(lists) == {
        "uploaded", "checked", "written",
    }  # fmt: skip
    states = dict(db.session.execute(select(Invitation.state, func.count()).group_by(Invitation.state)).all())
    assert (states["invited"], states["accepted"]) == (7, 3)
    assert count(Guardianship) == 2 and count(Guardianship, Guardianship.consented_at.is_not(None)) == 1
    overdue = (DataRequest.state == "open", DataRequest.due_by < date(2026, 11, 26))
    asked = dict(db.session.execute(select(DataRequest.state, func.count()).group_by(DataRequest.state)).all())
    assert asked == {"open": 3, "done": 1} and count(DataRequest, *overdue) == 1
    assert count(RoleProposal, RoleProposal.state == "waiting") == 1
    assert set(db.session.scalars(select(CardAnswer.state))) == {"answered", "refused", "deferred"}


def lessons_show_what_trainers_do_with_them():
    [picture] = db.session.scalars(select(Picture))
    assert (picture.state, [size["width"] for size in picture.sizes]) == ("ready", [480, 960])
    (framing,) = db.session.scalars(select(Lesson).where(Lesson.body.contains(picture.public_id)))
    assert (framing.version, len(framing.videos), framing.reviewed_at) == (2, 1, None)
    assert count(Lesson, Lesson.reviewed_at.is_not(None)) == 3 and count(Lesson, Lesson.state == "draft") == 1
    assert count(LessonDraft) == 2 and count(LessonNote) == 1


def quizzes_show_what_trainers_look_after():
    others = select(Quiz.purpose, Quiz.minutes, Quiz.state).where(Quiz.purpose != "module").order_by(Quiz.id)
    kinds = [("pre", None, "open"), ("post", 15, "open"), ("practice", None, "open")]
    assert [tuple(row) for row in db.session.execute(others)] == kinds
    after = db.session.scalars(select(Quiz).where(Quiz.purpose == "post")).one()
    found = gain(reached(after))
    assert found.people >= STEADY and found.more > 2 * found.less
    assert count(Answer, Answer.waits) > 10 and count(Answer, Answer.marked_by_id.is_not(None)) == 3
    assert count(LateAnswer, LateAnswer.counted_at.is_(None)) == 3 and count(Extra) == 1
    tally, shapes = Tally(), {}
    for sheet in (sheet for sheets in blocks(after.id, shapes) for sheet in sheets):
        tally.add(sheet)
    flags = told(tally, shapes, waiting=0, practice=False)["flags"]
    assert sum(Flag.KEY in found for found in flags.values()) == 1


def test_it_is_complete_and_marked(planted):
    the_programme_is_there()
    a_report_of_an_evening_is_taken_in()
    reach_is_counted_and_nothing_waits_for_it()
    everybody_is_marked_and_nobody_can_be_reached_or_signed_in_as()
    the_pages_about_people_have_something_to_show()
    lessons_show_what_trainers_do_with_them()
    quizzes_show_what_trainers_look_after()
    one_may_be_somebody_of_each_kind(planted)
    before = {table.name: count(table) for table in db.metadata.sorted_tables}
    db.session.remove()
    assert demo.seed(planted) is False
    assert {table.name: count(table) for table in db.metadata.sorted_tables} == before


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 26, 10, 44, tzinfo=UTC),  # 17:44: tonight is just possible
        datetime(2026, 11, 26, 16, 57, tzinfo=UTC),  # 23:57: the class begins tomorrow
        datetime(2027, 3, 1, 2, 3, tzinfo=UTC),  # a morning in spring, weeks after Tết
    ],
)
def test_dates_are_around_the_present(app, clock, moment):
    clock.move_to(moment)
    db.session.remove()
    demo.seed(app)
    soon, tonight = next_of("Học AI", moment), next_of("Livestream", moment)
    assert join_open(soon.starts_at, soon.ends_at, moment) and moment < soon.starts_at
    assert 3 <= soon.number <= 4 <= tonight.number <= 6
    assert timedelta(0) < tonight.starts_at - moment < timedelta(hours=27)
    assert soon.ends_at <= tonight.starts_at or tonight.ends_at <= soon.starts_at
    learner = demo_people()["learner"]
    seats = set(db.session.scalars(select(Enrolment.series_id).where(Enrolment.person_id == learner.id)))
    assert {soon.series_id, tonight.series_id} <= seats


def test_a_day_off_only_moves_the_next_evening(app, clock):
    clock.move_to(datetime(2027, 1, 1, 3, 0, tzinfo=UTC))
    db.session.remove()
    demo.seed(app)
    soon = next_of("Học AI", datetime(2027, 1, 1, 3, 0, tzinfo=UTC))
    assert timedelta(days=1) < soon.starts_at - datetime(2027, 1, 1, 3, 0, tzinfo=UTC) < timedelta(days=15)


def test_all_or_nothing(app, clock, monkeypatch):
    monkeypatch.setitem(app.config, "SECRET_KEY", None)  # without a key the letters, near the end, cannot be written
    db.session.remove()
    with pytest.raises(AttributeError):
        demo.seed(app)
    assert count(Person) == count(Series) == 0


def test_reset_plants_anew_around_the_present(planted, clock):
    before = next_of("Livestream", datetime(2026, 11, 26, 12, 20, tzinfo=UTC)).starts_at
    clock.move_to(datetime(2026, 12, 10, 3, 0, tzinfo=UTC))
    db.session.remove()
    done = planted.test_cli_runner().invoke(args=["demo", "reset"])
    assert (done.exit_code, "planted anew" in done.output) == (0, True)
    assert count(Person) == 76
    assert next_of("Livestream", datetime(2026, 12, 10, 3, 0, tzinfo=UTC)).starts_at > before


def test_never_in_production(bench, tmp_path):
    app = create_app(
        {
            "ENV": "production", "INSTANCE": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'real.db'}",
            "SECRET_KEY": "k3-" + "0123456789abcdef" * 3, "HOSTS": "cunghoc.example",
            "BASE_URL": "https://cunghoc.example", "LOG_LEVEL": "CRITICAL",
        }
    )  # fmt: skip
    migrations.upgrade(app)
    for do in (demo.seed, demo.reset):
        with pytest.raises(NotADemo):
            do(app)
    done = app.test_cli_runner().invoke(args=["demo", "reset"])
    assert (done.exit_code, "LMS_ENV=demo only" in done.output) == (1, True)
    with app.app_context(), mode("read"):
        assert count(Person) == 0
        db.session.rollback()
        db.engine.dispose()
