"""What the log tells: one line of JSON a request, and nothing of a person."""

import json

import pytest
import structlog
from flask import Blueprint
from sqlalchemy import select, text, update

from lms.app import create_app
from lms.core import jobs
from lms.core.access import public
from lms.core.db import db, mode
from lms.core.jobs import Job, task
from lms.core.revisions import Revision
from lms.enrolment import actions as seats
from lms.enrolment import feeds, queries
from lms.notifications.models import Letter
from tests.factories import attendance, catalogue, enrolment, people, quizzes, schedule
from tests.notifications.post_office import PostOffice
from tests.visitor import Visitor

NAME, PHONE, EMAIL, PASSWORD = "Giàng A Páo", "0912 345 678", "pao.giang@example.org", "ba cây nấm hương"
#: What is typed into the form.
TYPED = {"name": NAME, "contact": PHONE, "birth_year": "2004", "province": "12", "password": PASSWORD, "consent": "y"}
ANSWER, WRONG = "8675309", "mật khẩu đoán mò"
#: What may stand in no line, however written: as typed, as kept, its parts.
SECRETS = [NAME, "Giàng", "giang", PHONE, "0912345678", "912345678", EMAIL, PASSWORD, WRONG, ANSWER, "4829", "1793"]


@pytest.fixture
def talkative(bench, app, clock):
    """An app that writes every line, with views that fail; the level of the tests is back afterwards."""
    before = structlog.get_config()
    settings = {name: bench.config[name] for name in ("INSTANCE", "DATABASE_URL", "SECRET_KEY")}
    made = create_app({**settings, "LOG_LEVEL": "DEBUG"})
    pages = Blueprint("planted", __name__)

    @pages.post("/planted/fault")
    @public
    def fault():
        raise ValueError(f"no number: {NAME}, {PHONE}") from KeyError(EMAIL)

    @pages.post("/planted/question")
    @public
    def question():
        db.session.execute(text("SELECT no_such_column FROM person WHERE name = :name"), {"name": NAME})

    @pages.post("/planted/twice")
    @public
    def twice():
        db.session.add(Revision(name=NAME, value=PHONE))
        db.session.flush()
        db.session.execute(db.insert(Revision).values(name=NAME, value=EMAIL))

    made.register_blueprint(pages)
    yield made
    with made.app_context():
        db.engine.dispose()
    structlog.configure(**before)


@pytest.fixture
def heard(capfd, caplog):
    """`heard()` gives the lines written since the last time, from any logger, on both outputs."""

    def lines():
        out, err = capfd.readouterr()
        assert err == "", "the log is on standard output only"
        said = [json.loads(line) for line in out.splitlines()]
        assert [record.getMessage() for record in caplog.records] == []
        return said

    return lines


def nothing_told(lines, *secrets):
    """No secret in any of the lines, with what JSON escapes read back."""
    by_chance = ("request", "timestamp", "ms")  # random signs and digits
    kept = [{name: value for name, value in line.items() if name not in by_chance} for line in lines]
    told = json.dumps(kept, ensure_ascii=False).casefold()
    assert [secret for secret in (*SECRETS, *secrets) if secret.casefold() in told] == []


def requests(lines):
    return [(line["method"], line["route"], line["status"]) for line in lines if line["event"] == "request"]


def cookie_of(visitor):
    return visitor.client.get_cookie("lms").value


def test_an_evening_of_a_learner_tells_nothing_of_them(talkative, heard, at):
    trainer = people.trainer("Đặng Thị Hòa")
    series = schedule.series(trainer)
    session = schedule.sessions_of(series)[0]
    attendance.code(session, trainer, "4829", at=at)
    quiz = quizzes.quiz(("numeric",), module=catalogue.module())
    visit = Visitor(talkative)
    heard()

    assert visit.post("enrolment.public.register", TYPED, slug=series.slug).status == 303
    token = cookie_of(visit)
    assert visit.post("attendance.learner.check_in", {"code": "1793"}, session_id=session.public_id).status == 422
    assert visit.post("attendance.learner.check_in", {"code": "4829"}, session_id=session.public_id).status == 303
    sheet = visit.follow(visit.post("quizzes.learner.start", quiz_id=quiz.public_id))
    attempt = sheet.soup.select_one("form[action*=attempts]")["action"].split("/")[2]
    answer = {"position": "1", "sequence": "1", "a1": ANSWER}
    assert visit.post("quizzes.learner.answers", answer, attempt_id=attempt).status == 200
    stranger = Visitor(talkative)
    assert stranger.post("accounts.public.enter", {"contact": PHONE, "password": WRONG}).status == 422
    assert stranger.post("accounts.public.enter", {"contact": EMAIL, "password": WRONG}).status == 422

    lines = heard()
    assert requests(lines) == [
        ("POST", "/classes/<slug>/sign-up", 303),
        ("POST", "/sessions/<session_id>/check-in", 422),
        ("POST", "/sessions/<session_id>/check-in", 303),
        ("POST", "/quizzes/<quiz_id>/attempts", 303),
        ("GET", "/attempts/<attempt_id>", 200),
        ("POST", "/attempts/<attempt_id>/answers", 200),
        ("POST", "/sign-in", 422),
        ("POST", "/sign-in", 422),
    ]
    assert len({line["request"] for line in lines}) == len(lines) == 8
    nothing_told(lines, token, attempt, session.public_id)


def test_the_address_of_a_calendar_is_not_told(talkative, heard):
    person = people.person(NAME)
    enrolment.enrol(person, schedule.series(people.trainer("Đặng Thị Hòa")))
    token = feeds.token_of(talkative.config["SECRET_KEY"], person.public_id, 1)
    heard()
    assert Visitor(talkative).get("enrolment.feed.personal", token=token).status == 200
    lines = heard()
    assert requests(lines) == [("GET", "/calendar/<token>.ics", 200)]
    nothing_told(lines, token, person.public_id)


@pytest.mark.parametrize("refuses", [False, True], ids=["taken", "refused"])
def test_a_letter_tells_nothing_of_who_gets_it(talkative, heard, at, refuses):
    person, series = people.person(NAME, email=EMAIL), schedule.series(people.trainer("Đặng Thị Hòa"))
    server = PostOffice()
    server.refuses[EMAIL] = f"550 {EMAIL} is unknown here" if refuses else "250 ok"
    talkative.config.update(SMTP_URL=server.url, MAIL_FROM="Cùng Học <lop@cunghoc.vn>", BASE_URL="https://cunghoc.vn")
    seats.enrol(person, queries.place(person, series.slug), way="class-page", by=person, at=at)
    db.session.commit()
    heard()
    with talkative.app_context(), mode("write"):
        jobs.plan_rhythms(at=at)
        for _round in range(2):  # the letter is written, then sent
            db.session.execute(update(Job).values(due_at=at))
            db.session.commit()
            jobs.run_due()
        letter = db.session.scalars(select(Letter).where(Letter.template == "enrolment/letters/welcome")).one()
    server.close()
    assert letter.state == ("failed" if refuses else "sent")
    lines = heard()
    assert {"notifications.deliver", "enrolment.welcome"} <= {line["kind"] for line in lines}
    nothing_told(lines, letter.subject)


def test_a_job_that_fails_is_told_by_its_kind(talkative, heard, at):
    @task("test.fails")
    def fail(job):
        raise ValueError(f"{job.args['n']}: {NAME}, {PHONE}")

    with talkative.app_context(), mode("write"):
        jobs.start("test.fails", args={"n": 1}, at=at)
        db.session.commit()
        jobs.run_due()
    lines = heard()
    assert [(line["event"], line["kind"], line["error"]) for line in lines] == [
        ("job.failed", "test.fails", "ValueError")
    ]
    nothing_told(lines)


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [("fault", 500, {"ValueError"}), ("question", 500, {"OperationalError", "ProgrammingError"}),
     ("twice", 409, {"IntegrityError", "UniqueViolation"})],
)  # fmt: skip
def test_a_fault_is_told_by_type_and_place_only(talkative, heard, path, status, error):
    client = talkative.test_client()
    heard()
    answer = client.post(f"/planted/{path}").status_code
    assert answer == status or "OperationalError" in error and answer == 503  # SQLite's name for a wrong statement
    trouble, line = heard()
    assert (line["route"], line["status"]) == (f"/planted/{path}", answer)
    assert trouble["error"] in error and trouble["request"] == line["request"]
    assert status != 500 or answer == 503 or any("test_logs.py" in frame for frame in trouble["trace"])
    nothing_told([trouble, line])


def test_the_tests_are_quiet(bench, heard):
    """An app made without a word about its level does not fill the output of the suite."""
    before = structlog.get_config()
    quiet = create_app({name: bench.config[name] for name in ("INSTANCE", "DATABASE_URL", "SECRET_KEY")})
    assert quiet.test_client().get("/healthz").status_code == 200
    structlog.configure(**before)
    assert heard() == []


ODD = {
    "HTTP_USER_AGENT": 'a"\r\n{"event": "forged"}', "HTTP_REFERER": "http://localhost/\n{}", "HTTP_COOKIE": "lms=a\nb",
    "HTTP_X_REQUEST_ID": "1\n2", "REQUEST_METHOD": "GET\n{}", "QUERY_STRING": "q=%0a{}",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ODD))
def test_a_line_break_stays_inside_its_line(talkative, heard, name):
    client = talkative.test_client()
    heard()
    client.open("/sign-in/%0a%7B%7D" if name == "QUERY_STRING" else "/sign-in", environ_overrides={name: ODD[name]})
    (line,) = heard()
    assert line["event"] == "request"
