"""Many at once: a check-in tapped twice is one trace, and a mark is never lost to the worker."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from lms.attendance import actions
from lms.attendance.models import CheckInCode, Decision, Evidence
from lms.attendance.rules.decision import Mark
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.people.models import Person
from lms.schedule.models import Session
from tests.factories import attendance, enrolment, people, schedule


def together(app, *works):
    """Each work in a thread and transaction of its own."""

    def run(work):
        with app.app_context(), mode("late"):
            work()
            db.session.commit()

    db.session.commit()  # or this thread would go on seeing the database as it was
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result()


def evening():
    trainer, learner = people.trainer(), people.person()
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    return session.id, learner.id, trainer.id, session, trainer


def found(session_id, person_id):
    return db.session.get(Session, session_id), db.session.get(Person, person_id)


def test_one_code_from_many_taps(app, at):
    session_id, learner_id, _trainer_id, session, trainer = evening()
    attendance.code(session, trainer, "4829", at=at)

    def check_in():
        session, learner = found(session_id, learner_id)
        actions.check_in(session, learner, "4829", by=learner, at=at)

    together(app, *[check_in] * 6)
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == 1
    assert db.session.scalar(select(func.count()).where(Change.kind == "attendance.evidence")) == 1


def test_one_new_code_from_two_desks(app, at):
    session_id, _learner_id, trainer_id, _session, _trainer = evening()

    def new_code():
        session, trainer = found(session_id, trainer_id)
        actions.new_code(session, by=trainer, at=at)

    together(app, *[new_code] * 4)
    assert db.session.scalar(select(func.count()).select_from(CheckInCode)) == 1


def test_a_mark_stands_whatever_the_worker_does_meanwhile(app, at):
    session_id, learner_id, trainer_id, session, _trainer = evening()
    attendance.trace(session, db.session.get(Person, learner_id), "code", at=at)

    def mark():
        session, trainer = found(session_id, trainer_id)
        learner = db.session.get(Person, learner_id)
        actions.mark(session, learner, Mark.ABSENT, "Không có trong phòng", by=trainer, at=at)

    def decide():
        actions.decide(db.session.get(Session, session_id), [learner_id], at=at)

    together(app, decide, decide, mark, decide, decide)
    rows = list(db.session.execute(select(Decision.state, Decision.marked)))
    assert rows == [("absent", True)]
