"""A small world with somebody of every kind and something of every kind, for walking the whole URL map."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from flask import current_app

from lms.accounts.models import Passkey, SignIn
from lms.attendance.models import Claim, Participant, Recount, Report, Viewing
from lms.core import jobs
from lms.core.db import db, mode
from lms.core.ids import sealed_id
from lms.core.jobs import Job
from lms.duplicates.models import Merge, Pair
from lms.enrolment import feeds, links
from lms.enrolment.models import Waiting
from lms.files import actions as shelf
from lms.guardians import links as guardians
from lms.invitations.models import Invitation, InvitationList
from lms.live.models import LiveHost
from lms.notifications.models import Letter
from lms.people.models import Contact, RoleProposal
from lms.quizzes.models import AttemptItem, Question, QuestionImport, Regrade
from lms.rights.actions import requests
from lms.rights.rules import Kind, Way
from lms.schedule.models import Notice
from lms.writing.models import Picture
from tests.factories import catalogue, enrolment, partners, people, quizzes, schedule

PROVINCE, ELSEWHERE = "12", "01"
KINDS = (
    "visitor", "disabled", "learner elsewhere", "owner", "other trainer", "trainer", "coordinator elsewhere",
    "coordinator", "national coordinator", "partner", "caretaker",
)  # fmt: skip


@dataclass
class World:
    """Who is there (ids only, so that no session stays open for them), and the ids that stand in addresses."""

    people: dict[str, Any]
    ids: dict[str, str]


def build(at) -> World:
    """Series A is the owner's and the trainer's; series B belongs to the other two."""
    who = {
        "visitor": None,
        "disabled": people.person("Vàng A Chứ", disabled_at=at),
        "learner elsewhere": people.person("Nguyễn Thị Lan", province_code=ELSEWHERE),
        "owner": people.person("Giàng A Páo", province_code=PROVINCE),
        "other trainer": people.trainer("Đỗ Văn Khải"),
        "trainer": people.trainer("Đặng Thị Hòa"),
        "coordinator elsewhere": people.coordinator(ELSEWHERE, "Lê Văn Đông"),
        "coordinator": people.coordinator(PROVINCE, "Tẩn Mẩy Lai"),
        "national coordinator": people.coordinator("", "Trần Thu Hà"),
        "partner": people.person("Hảng Thị Dua", province_code=PROVINCE),
        "caretaker": people.caretaker("Phạm Minh Đức"),
    }
    first = schedule.series(who["trainer"], date(2026, 11, 26), 3, slug="lop-a")
    second = schedule.series(who["other trainer"], date(2026, 11, 27), 3, slug="lop-b")
    for learner in (who["owner"], who["disabled"]):
        enrolment.enrol(learner, first)
    enrolment.enrol(who["learner elsewhere"], second)
    attempt = quizzes.attempt(quizzes.quiz(module=catalogue.module()), who["owner"], at=at)
    ids = {**_rows(who, at), **_classes(first, attempt, who["owner"]), **_twice(who["owner"], who["coordinator"], at)}
    ids["list_id"] = _list(who["coordinator"], at)
    ids["host_id"] = _host(at)
    ids["import_id"] = _questions(who["trainer"], attempt.quiz.module_id, at)
    ids |= _partner(who["partner"])
    ids["picture_id"] = _picture(who["trainer"], at)
    return World({kind: person and SimpleNamespace(id=person.id) for kind, person in who.items()}, ids)


def _classes(series, attempt, owner) -> dict[str, str]:
    session = schedule.sessions_of(series)[0]
    module = attempt.quiz.module
    return {
        "session_id": session.public_id,
        "series_id": series.public_id,
        "notice_id": _notice(series, session),
        **_seen(session, owner),
        "viewing_id": _viewing(session, owner),
        "on": "2028-11-24",  # the last holiday shipped: ending it disturbs no other test
        "ticket": links.token_of(current_app.config["SECRET_KEY"], owner.public_id, session.public_id),
        "offer": _offer(series, owner),
        "class": series.slug,
        "track": module.track.slug,
        "module": module.slug,
        "lesson": module.lessons[0].slug,
        "quiz_id": attempt.quiz.public_id,
        "card": "gender",
        "attempt_id": attempt.public_id,
        "position": "1",
        "question": asked(attempt).code,
        "regrade_id": _regrade(asked(attempt), owner, session.starts_at),
    }


def asked(attempt) -> Question:
    """The first question of an attempt."""
    first = db.select(Question).join(AttemptItem, AttemptItem.question_id == Question.id)
    return db.session.scalars(first.where(AttemptItem.attempt_id == attempt.id, AttemptItem.position == 1)).one()


def _regrade(question, owner, at) -> str:
    """A look at what a mended key changes."""
    look = Regrade(question_id=question.id, state="looked_at", before=0, after=0, by_id=owner.id, at=at)
    with mode("write"):
        db.session.add(look)
        db.session.commit()
    return look.public_id


def _seen(session, owner) -> dict[str, str]:
    """A report of the session that nobody has confirmed, a name nobody has recognised, a look at deciding again."""
    when = session.starts_at
    report = Report(
        session_id=session.id, way="file", state="read", name="zoom.csv", digest="0" * 64, platform="zoom", form="B",
        written="utf-8 ,", rows=1, at=when,
    )  # fmt: skip
    name = Participant(session_id=session.id, key="0" * 64, name=owner.name, state="open", at=when)
    with mode("write"):
        look = Recount(session_id=session.id, state="looked", differences={}, reason="Thử", by_id=owner.id, at=when)
        claim = Claim(session_id=session.id, person_id=owner.id, state="open", at=when)
        db.session.add_all([report, name, look, claim])
        db.session.commit()
    found = {"report_id": report, "participant_id": name, "recount_id": look, "claim_id": claim}
    return {place: row.public_id for place, row in found.items()}


def _viewing(session, owner) -> str:
    """A figure of a broadcast, with its picture."""
    when = session.starts_at
    with mode("write"):
        shown = shelf.keep(owner, "attendance.viewing", "a.png", b"picture", "image/png", None, by=owner, at=when)
        figure = {"platform": "tiktok", "measure": "views", "figure": 1240, "read_at": when}
        row = Viewing(session_id=session.id, file_id=shown.public_id, by_id=owner.id, at=when, **figure)
        db.session.add(row)
        db.session.commit()
    return row.public_id


def _offer(series, owner) -> str:
    """The seal of a seat that the waiting list brought."""
    when = {"asked_at": enrolment.ENROLLED, "ended_at": enrolment.ENROLLED}
    waiting = Waiting(series_id=series.id, person_id=owner.id, state="seated", **when)
    db.session.add(waiting)
    db.session.commit()
    return links.seat_token_of(current_app.config["SECRET_KEY"], waiting.public_id)


def _notice(series, session) -> str:
    """That something changed, with nothing left to tell."""
    notice = Notice(
        series_id=series.id, sessions=[session.id], kind="room", before={}, urgent=False, at=series.created_at
    )
    with mode("write"):
        db.session.add(notice)
        db.session.commit()
    return notice.public_id


def _host(at) -> str:
    """A Zoom host that no class uses."""
    made = LiveHost(name="Phòng 1", zoom_user="host@example.org", capacity=300, added_at=at)
    with mode("write"):
        db.session.add(made)
        db.session.commit()
    return made.public_id


def _picture(staff, at) -> str:
    """A picture that stands in no text yet."""
    file = {"width": 1, "height": 1, "bytes": 4}
    with mode("write"):
        file["file"] = shelf.keep(
            staff, "writing.picture", "a.webp", b"WEBP", "image/webp", None, by=staff, at=at
        ).public_id
        made = Picture(name="a.png", state="ready", digest="0" * 64, sizes=[file], by_id=staff.id, at=at)
        db.session.add(made)
        db.session.commit()
    return made.public_id


def _list(staff, at) -> str:
    """A list of the coordinator's, with one person invited by it."""
    made = InvitationList(
        owner_id=staff.id, title="Đoàn xã", province_code=PROVINCE, found={"headings": ["Tên"]}, columns={"name": 0},
        state="written", counts={"invited": 1}, done_rows=1, uploaded_at=at, written_at=at,
    )  # fmt: skip
    with mode("write"):
        db.session.add(made)
        db.session.flush()
        db.session.add(Invitation(list_id=made.id, row=2, state="invited", name="Lò Thị Mẩy", invited_at=at))
        db.session.commit()
    return made.public_id


def _questions(trainer, module_id, at) -> str:
    """A file of questions that was taken in long ago; its bytes are gone."""
    made = QuestionImport(
        module_id=module_id, format="gift", name="a.gift", state="done", found=1, added=1, by_id=trainer.id, at=at
    )
    with mode("write"):
        db.session.add(made)
        db.session.commit()
    return made.public_id


def _partner(person) -> dict[str, str]:
    """An organisation of the province, for which the partner speaks, and its link."""
    made = partners.partner(province_code=PROVINCE)
    link = partners.link(made, "c7k4pd")
    partners.speaker(made, person)
    return {"partner_id": made.public_id, "link_id": link.public_id, "code": link.code}


def _twice(owner, staff, at) -> dict[str, str]:
    """The owner signed up three times: once undecided, once merged already."""
    twin = people.person(owner.name, province_code=PROVINCE)
    merged = people.person(owner.name, province_code=PROVINCE, merged_at=at)
    pair = Pair(one_id=owner.id, other_id=twin.id, score=45, reasons={"same-name": 30}, found_at=at)
    merge = Merge(source_id=merged.id, target_id=owner.id, undo={}, by_id=staff.id, at=at)
    with mode("write"):
        db.session.add_all([pair, merge])
        db.session.commit()
    return {"pair_id": pair.public_id, "merge_id": merge.public_id}


def _rows(who, at) -> dict[str, str]:
    owner = who["owner"]
    letter = Letter(
        key="welcome:1", template="enrolment/letters/welcome", to_id=owner.id, subject="Chào bạn", text="Hẹn gặp bạn",
        due_at=at, written_at=at, state="kept",
    )  # fmt: skip
    phone = SignIn(
        token="owner's phone", person_id=owner.id, device="Chrome", began_at=at, seen_at=at,
        expires_at=at + timedelta(days=30), idle_seconds=86400,
    )  # fmt: skip
    passkey = Passkey(person_id=owner.id, credential="b3duZXI", public_key="", sign_count=0, name="Chrome", added_at=at)
    proposal = RoleProposal(
        person_id=owner.id, name="coordinator", province_code=PROVINCE, proposed_by_id=who["caretaker"].id,
        proposed_at=at,
    )  # fmt: skip
    with mode("write"):
        db.session.add_all([passkey, letter, phone, proposal])
        paper = shelf.keep(owner, "test.paper", "a.txt", b"paper", "text/plain", None, by=owner, at=at)
        asked = requests.note(owner, Kind.SEE, Way.PHONE, by=who["coordinator"], at=at)
        number = jobs.start("test.nothing", owner=owner, at=at + timedelta(days=1))
        db.session.commit()
    child = people.person("Lý A Chu", birth_year=2012, consent=False, paused_at=at, paused_why="guardian")
    job = db.session.scalars(db.select(Job).where(Job.public_id == number)).one()
    contact = db.session.scalars(db.select(Contact).where(Contact.person_id == owner.id)).one()
    return {
        "person_id": owner.public_id,
        "contact_id": sealed_id(current_app.config["SECRET_KEY"], f"contact:{contact.id}"),
        "letter_id": letter.public_id,
        "job_id": job.public_id,
        "child_token": guardians.token_of(current_app.config["SECRET_KEY"], child.public_id, 1),
        "token": feeds.token_of(current_app.config["SECRET_KEY"], owner.public_id, 1),
        "choice": links.stop_token_of(current_app.config["SECRET_KEY"], owner.public_id),
        "file_id": paper.public_id,
        "room": "people",
        "sign_in_id": phone.public_id,
        "passkey_id": passkey.public_id,
        "proposal_id": proposal.public_id,
        "request_id": asked.public_id,
    }
