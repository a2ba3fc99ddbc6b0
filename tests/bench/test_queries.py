"""How many SQL statements a busy page or press takes: at most its goal, and as many for 100 rows as for one."""

from lms.core.db import db, mode
from lms.core.words import LANGUAGES
from lms.enrolment import feeds
from lms.schedule import actions as schedules
from tests.factories import catalogue, enrolment, people, quizzes, schedule
from tests.statements import statements


class World:
    """A learner, and `rows` of everything a page may list: sessions, lessons, questions."""

    def __init__(self, app, visit, at, rows):
        trainer, self.learner = people.trainer(), people.person()
        module = catalogue.module(lessons=rows)
        quiz = quizzes.quiz(["single"] * rows, module=module)
        series, free = (schedule.series(trainer, count=rows, track_id=module.track_id) for _ in range(2))
        attempt = quizzes.attempt(quiz, self.learner, at=at)
        with mode("write"):
            for session in schedule.sessions_of(series):
                session.module_id = module.id
            schedules.keep_blocks("http://localhost", LANGUAGES, by=None, at=at)
            db.session.commit()
        for person in [self.learner, *(people.person() for _ in range(min(rows, 20) - 1))]:
            enrolment.enrol(person, series)
        self.visitor, self.signed_in = visit, visit.as_(self.learner)
        self.series, self.free, self.lesson = series.slug, free.slug, module.lessons[0].slug
        self.session, self.attempt = schedule.sessions_of(series)[0].public_id, attempt.public_id
        self.feed = f"/calendar/{feeds.token_of(app.config['SECRET_KEY'], self.learner.public_id, 1)}.ics"


def answer(world):
    data = {"position": 1, "sequence": 2, "a1": 1}
    return world.signed_in.post("quizzes.learner.answers", data, attempt_id=world.attempt)


#: name → (what is asked, most statements: performance goals P1–P4)
CASES = {
    "public home": (lambda w: w.visitor.get("home.public.start"), 1),
    "class list": (lambda w: w.visitor.get("enrolment.public.classes"), 1),
    "lesson, signed out": (lambda w: w.visitor.get("catalogue.public.lesson", slug=w.lesson), 1),
    "Today": (lambda w: w.signed_in.get("home.learner.today"), 4),
    "class page": (lambda w: w.signed_in.get("enrolment.public.series", slug=w.series), 4),
    "session page": (lambda w: w.signed_in.get("home.learner.session", session_id=w.session), 5),
    "lesson": (lambda w: w.signed_in.get("catalogue.public.lesson", slug=w.lesson), 4),
    "calendar": (lambda w: w.visitor.open("GET", w.feed), 2),
    # One of them asks for the learner's own way into a meeting by Zoom's API.
    "join": (lambda w: w.signed_in.post("attendance.learner.join", session_id=w.session), 6),
    "enrol": (lambda w: w.signed_in.post("enrolment.learner.enrol", slug=w.free), 6),
    # One of them is the line in the record.
    "save an answer": (answer, 5),
}


def asked(world, name):
    """The statements of a case, the second time for what is kept ready."""
    if "list" in name or "out" in name or "home" in name:
        CASES[name][0](world)
    with statements() as seen:
        status = CASES[name][0](world).status
    assert status in (200, 303), f"{name} answered {status}"
    return seen


def test_busy_pages_ask_little_and_the_same_of_many_rows(app, visit, at):
    counts = {}
    for rows in (1, 100):
        world = World(app, visit, at, rows)
        counts[rows] = {name: len(asked(world, name)) for name in CASES}
    assert counts[1] == counts[100]
    assert {name: number for name, number in counts[100].items() if number > CASES[name][1]} == {}


def test_an_unchanged_calendar_takes_one_statement(app, visit, at):
    world = World(app, visit, at, 3)
    tag = visit.open("GET", world.feed).headers["ETag"]
    with statements() as seen:
        page = visit.open("GET", world.feed, headers={"If-None-Match": tag})
    assert (page.status, len(seen)) == (304, 1)
