"""The register: what staff see, note, acknowledge, extend, carry out and refuse."""

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core import jobs
from lms.core.db import db, mode
from lms.people.models import Person
from lms.rights.actions import requests
from lms.rights.models import DataRequest
from lms.rights.rules import Kind, Way
from tests.factories import people

TYPED = {"kind": "delete", "way": "phone", "received": "2026-11-25", "sure": "y"}


def note(person, kind=Kind.SEE, way=Way.PHONE, *, at, received=None):
    with mode("write"):
        made = requests.note(person, kind, way, received=received, by=None, at=at)
        db.session.commit()
    return made


def only():
    db.session.expire_all()
    return db.session.scalars(select(DataRequest)).one()


def rows(page):
    """Names in the table, from the top."""
    return [cell.get_text(" ", strip=True) for cell in page.soup.select("tbody th")]


@pytest.fixture
def office(visit):
    return visit.as_(people.coordinator("12", "Tẩn Mẩy Lai"), "en")


def test_a_request_by_phone_is_noted_with_its_days(app, office):
    person = people.person("Giàng A Páo")
    page = office.post("rights.staff.note", TYPED, person=person.public_id)
    asked = only()
    assert page.location.endswith(f"/people/requests/{asked.public_id}")
    assert (asked.kind, asked.way, asked.state, asked.acknowledged_at) == ("delete", "phone", "open", None)
    assert (asked.acknowledge_by, asked.due_by) == (date(2026, 11, 27), date(2026, 12, 16))
    assert "Wednesday, 16 December" in office.follow(page)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sure": ""}, "Make sure that it is them who ask, then tick the box"),
        ({"received": "2026-11-27"}, "Choose the day on which the request came, today at the latest"),
        ({"received": "x"}, "Choose the day on which the request came, today at the latest"),
        ({"kind": "else"}, "Choose what is asked for"),
        ({"way": "retention"}, "Choose how the request came"),
    ],
)
def test_what_is_not_right_is_said_and_kept(app, office, change, sentence):
    person = people.person("Giàng A Páo")
    page = office.post("rights.staff.note", TYPED | change, person=person.public_id)
    assert (page.status, page.errors) == (422, [sentence])
    assert db.session.scalar(select(DataRequest.id)) is None


def test_the_list_is_cut_to_the_scope_and_what_is_due_first_stands_first(app, office, visit, at):
    here, there, late = (
        people.person("Ở Đây Xa"),
        people.person("Ở Xa", province_code="01"),
        people.person("Lâu Rồi Mà"),
    )
    note(here, at=at)
    note(there, at=at)
    note(late, at=at - timedelta(days=60))
    page = office.get("rights.staff.requests")
    assert rows(page) == ["Lâu Rồi Mà", "Ở Đây Xa"]
    assert [tag.get_text(strip=True) for tag in page.soup.select("tbody .tag")] == ["Overdue", "To be acknowledged"]
    assert len(rows(visit.as_(people.coordinator("")).get("rights.staff.requests"))) == 3
    assert len(rows(visit.as_(people.caretaker()).get("rights.staff.requests"))) == 3


def test_a_page_holds_thirty_and_leads_to_the_next(app, office, at):
    with mode("write"):
        person = people.person("Giàng A Páo")
        made = [requests.note(person, Kind.SEE, Way.PHONE, by=None, at=at).public_id for _ in range(31)]
        for each in db.session.scalars(select(DataRequest)).all()[:31:2]:
            requests.finish(each, by=None, at=at)
        db.session.commit()
    assert len(rows(office.get("rights.staff.requests"))) == 15
    assert len(rows(office.get("rights.staff.requests", state="ended"))) == 16
    assert len(rows(office.get("rights.staff.requests", after=made[1]))) == 14


def test_elsewhere_a_request_is_not_there(app, visit, at):
    asked = note(people.person("Giàng A Páo"), at=at)
    stranger = visit.as_(people.coordinator("01"))
    for endpoint, method in (("show", "get"), ("acknowledge", "post"), ("carry_out", "post"), ("refuse", "post")):
        assert getattr(stranger, method)(f"rights.staff.{endpoint}", request_id=asked.public_id).status == 404
    assert only().acknowledged_at is None


def test_acknowledging_twice_changes_nothing(app, office, clock, at):
    asked = note(people.person(), at=at)
    office.post("rights.staff.acknowledge", request_id=asked.public_id)
    clock.move_to(at + timedelta(hours=1))
    assert office.post("rights.staff.acknowledge", request_id=asked.public_id).status == 303
    assert only().acknowledged_at == at


def test_more_time_is_given_once_with_a_reason(app, office, at):
    asked = note(people.person(), at=at)
    page = office.post("rights.staff.extend", {"extend_why": ""}, request_id=asked.public_id)
    assert (page.status, page.errors) == (422, ["Choose a reason"])
    office.post("rights.staff.extend", {"extend_why": "much-data"}, request_id=asked.public_id)
    assert (only().extended_why, only().due_by) == ("much-data", date(2026, 12, 31))
    page = office.post("rights.staff.extend", {"extend_why": "identity"}, request_id=asked.public_id)
    assert page.errors == ["This request was extended already, which is possible once"]
    assert only().due_by == date(2026, 12, 31)


def test_refusing_says_why_and_ends_it(app, office, at):
    asked = note(people.person(), at=at)
    office.post("rights.staff.refuse", {"refuse_why": "law"}, request_id=asked.public_id)
    assert (only().state, only().refused_why, only().ended_at) == ("refused", "law", at)
    assert office.post("rights.staff.carry_out", request_id=asked.public_id).errors == [
        "This request has ended already"
    ]
    assert "The law says that it must be kept" in office.get("rights.staff.show", request_id=asked.public_id)


def test_what_staff_do_themselves_is_noted_as_done(app, office, at):
    asked = note(people.person(), Kind.CORRECT, at=at)
    office.post("rights.staff.carry_out", request_id=asked.public_id)
    assert (only().state, only().ended_at, only().acknowledged_at) == ("done", at, at)


def test_deleting_is_carried_out_by_the_worker(app, office, visit, at):
    person = people.with_password(people.person("Giàng A Páo"))
    theirs = visit.as_(person)
    asked = note(person, Kind.DELETE, at=at)
    office.post("rights.staff.carry_out", request_id=asked.public_id)
    assert "/sign-in" in theirs.get("rights.learner.data").location, "the account is closed at once"
    assert "It is being carried out" in office.get("rights.staff.show", request_id=asked.public_id)
    again = office.post("rights.staff.refuse", {"refuse_why": "law"}, request_id=asked.public_id)
    assert again.errors == ["This request is being carried out already"]
    jobs.run_due()
    assert (only().state, db.session.get(Person, person.id).name) == ("done", "")
    page = office.get("rights.staff.show", request_id=asked.public_id)
    assert "Name removed" in page and "Giàng" not in page


def test_whoever_has_a_role_is_not_deleted(app, office, at):
    asked = note(people.trainer(), Kind.DELETE, at=at)
    page = office.post("rights.staff.carry_out", request_id=asked.public_id)
    assert page.errors == ["Whoever is on the team ends their roles first. Ask a caretaker to take them back"]
    assert only().job_id is None


def test_a_copy_made_by_staff_lies_ready_for_the_person_alone(app, office, visit, at):
    person = people.person("Giàng A Páo")
    asked = note(person, Kind.DOWNLOAD, at=at)
    office.post("rights.staff.carry_out", request_id=asked.public_id)
    jobs.run_due()
    asked = only()
    assert asked.state == "done"
    assert office.get("files.owner.download", file_id=asked.file_id).status == 404
    assert visit.as_(person).get("files.owner.download", file_id=asked.file_id).status == 200


def test_the_proof_has_no_name_and_is_recorded(app, office, at):
    person = people.person("Giàng A Páo")
    note(person, at=at)
    note(people.person(province_code="01"), at=at)
    page = office.get("rights.staff.export", form="xlsx")
    table = CalamineWorkbook.from_filelike(io.BytesIO(page.response.get_data())).get_sheet_by_index(0).to_python()
    assert [row[1:5] for row in table] == [
        ["Person", "What is asked for", "How it came", "Received"],
        [person.public_id, "See the data", "By phone", table[1][4]],
    ]
    assert "Giàng" not in office.get("rights.staff.export", form="csv", year="2026").html
    assert len(office.get("rights.staff.export", form="csv", year="2025").html.splitlines()) == 1
    assert office.get("rights.staff.export", form="pdf").status == 404
    assert db.session.scalars(select(Entry.action).where(Entry.action == "rights.proof-taken")).all() != []


def test_opening_a_request_is_recorded(app, office, at):
    asked = note(people.person(), at=at)
    office.get("rights.staff.show", request_id=asked.public_id)
    entry = db.session.scalars(select(Entry).where(Entry.action == "rights.request-read")).one()
    assert (entry.subject_kind, entry.subject_id) == ("person", asked.person_id)
