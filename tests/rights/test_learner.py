"""One's own data: seeing it, taking a copy, deleting it."""

import json
from datetime import timedelta

from sqlalchemy import select

from lms.accounts.models import Credential, SignIn
from lms.core import jobs
from lms.core.db import db
from lms.core.jobs import Job
from lms.enrolment.models import Enrolment
from lms.files.models import File
from lms.people.models import Person
from lms.rights.models import DataRequest
from lms.rights.views.learner import MOST
from tests.factories import enrolment, people, schedule
from tests.rights import planted
from tests.statements import statements


def me(visit, **values):
    person = people.with_password(people.person("Giàng A Páo", phone="+84912345678", **values))
    return person, visit.as_(person, "en")


def taken(visitor, file_id):
    """The bytes of a file; it is no page of ours, so the careful look at pages is not for it."""
    answer = visitor.client.get(f"/files/{file_id}", buffered=True)
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    return answer.get_data(as_text=True)


def test_everything_is_told_in_words(app, visit, at):
    person = planted.plant(at)
    visitor = visit.as_(person, "en")
    links = visitor.get("rights.learner.data").soup.select(".rows a[href^='/me/data/']")
    said = " ".join(visitor.get(link["href"]).text for link in links)
    for words in (planted.NAME, planted.SPOKEN, planted.WORD, "About you", "Your attendance", "04/05/2003", "Lai Châu"):
        assert words in said, words
    assert not [key for key in ("birth_date", "sign_ins", "handed_in") if key in said]


def test_a_room_that_keeps_nothing_has_no_page(app, visit):
    visitor = visit.as_(people.person())
    assert [visitor.get(f"/me/data/{room}").status for room in ("people", "nothing", "quizzes")] == [200, 404, 404]


def test_a_long_list_shows_its_latest_and_says_so(app, visit):
    person = people.person()
    for number in range(MOST + 2):
        enrolment.enrol(person, schedule.series(people.trainer(), title=f"Lớp {number:02}"))
    page = visit.as_(person, "en").get("/me/data/enrolment")
    assert f"These are the latest {MOST} of {MOST + 2}" in page
    assert ("Lớp 41" in page, "Lớp 02" in page, "Lớp 01" in page) == (True, True, False)


def test_the_page_takes_as_many_statements_for_much_as_for_little(app, visit, at):
    counts = []
    for classes in (1, 12):
        person = people.person()
        for _ in range(classes):
            enrolment.enrol(person, schedule.series(people.trainer()))
        visitor = visit.as_(person)
        with statements() as seen:
            assert visitor.get("rights.learner.data").status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_copy_is_made_by_the_worker_and_lies_there_for_seven_days(app, visit, clock, at):
    person, visitor = me(visit, language="en")
    page = visitor.post("rights.learner.copy")
    assert visitor.post("rights.learner.copy").location == page.location, "one job at a time"
    jobs.run_due()
    asked = db.session.scalars(select(DataRequest)).one()
    assert (asked.kind, asked.way, asked.state) == ("download", "page", "done")
    done = visitor.follow(page)
    assert "Your data is ready" in done and done.soup.find("a", href=f"/files/{asked.page_file_id}")
    data = json.loads(taken(visitor, asked.file_id))
    assert (data["person"], data["people"]["name"]) == (person.public_id, "Giàng A Páo")
    told = taken(visitor, asked.page_file_id)
    assert "Giàng A Páo" in told
    assert "To read" in visitor.get("rights.learner.data")
    clock.move_to(at + timedelta(days=7, minutes=1))
    assert "To read" not in visitor.get("rights.learner.data")


def test_a_copy_is_written_in_the_language_of_the_person(app, visit):
    person, _visitor = me(visit)
    visit.as_(person).post("rights.learner.copy")
    jobs.run_due()
    file = db.session.scalars(select(File).where(File.media_type == "text/html")).one()
    assert "Về bạn" in taken(visit.as_(person), file.public_id)


def test_deleting_needs_the_present_password(app, visit):
    person, visitor = me(visit)
    page = visitor.post("rights.learner.erase", {"present": "không phải"})
    assert (page.status, page.errors) == (422, ["This is not your present password. Enter it again"])
    assert visitor.post("rights.learner.erase", {"present": ""}).errors == ["Enter your present password"]
    assert db.session.scalar(select(DataRequest.id)) is None
    assert visitor.get("rights.learner.delete").status == 200


def test_from_the_answer_on_nobody_can_sign_in(app, visit, at):
    person, visitor = me(visit)
    elsewhere = visit.as_(person)
    page = visitor.post("rights.learner.erase", {"present": people.PASSWORD})
    assert "Your account is being deleted" in visitor.follow(page)
    for browser in (visitor, elsewhere):
        assert "/sign-in" in browser.get("rights.learner.data").location
    typed = {"contact": "0912 345 678", "password": people.PASSWORD}
    assert visit.post("accounts.public.enter", typed).status == 422
    assert [db.session.scalar(select(table.person_id)) for table in (Credential, SignIn)] == [None, None]
    assert db.session.get(Person, person.id).name == "Giàng A Páo", "the worker has not been there yet"


def test_seats_become_free(app, visit, at):
    person, visitor = me(visit)
    enrolment.enrol(person, schedule.series(people.trainer()))
    visitor.post("rights.learner.erase", {"present": people.PASSWORD})
    jobs.plan_rhythms(at=at)
    jobs.run_due(most=60)
    db.session.expire_all()
    assert db.session.scalars(select(Enrolment.state)).all() == ["withdrawn"]


def test_the_team_ends_its_roles_first(app, visit):
    trainer = people.with_password(people.trainer())
    visitor = visit.as_(trainer, "en")
    assert "You are on the team" in visitor.get("rights.learner.delete")
    page = visitor.post("rights.learner.erase", {"present": people.PASSWORD})
    assert page.errors == ["Whoever is on the team ends their roles first. Ask a caretaker to take them back"]
    assert db.session.scalar(select(Job.id).where(Job.kind == "rights.erase")) is None


def test_a_job_that_runs_twice_erases_once(app, visit, at):
    person, visitor = me(visit)
    visitor.post("rights.learner.erase", {"present": people.PASSWORD})
    jobs.run_due()
    job = db.session.scalars(select(Job).where(Job.kind == "rights.erase")).one()
    job.state, job.ended_at = "waiting", None
    db.session.commit()
    jobs.run_due()
    db.session.expire_all()
    assert db.session.get(Job, job.id).state == "done"
    assert db.session.scalars(select(DataRequest.state)).all() == ["done"]
