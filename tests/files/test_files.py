"""The shelf: what goes in comes out, for its owner only, until its date."""

import hashlib
import io
import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.core.ids import public_id
from lms.files import actions, jobs, personal_data, queries, rules, store
from lms.files.models import File
from tests.factories import people

DATA = "Chỉ tiêu;Thực hiện\n".encode()


def keep(owner, name="báo cáo.csv", data=DATA, media_type="text/csv", until=None, at=None):
    with mode("write"):
        file = actions.keep(owner, "test.report", name, data, media_type, until, by=owner, at=at)
        db.session.commit()
    return file


def tidy():
    with mode("write"):
        jobs.tidy()
        db.session.commit()


def age(path, moment):
    os.utime(path, (moment.timestamp(), moment.timestamp()))


@pytest.mark.parametrize("data", [DATA, b"", io.BytesIO(DATA)])
def test_what_is_kept_is_what_was_given(app, at, data):
    file = keep(people.person(), data=data, at=at)
    there = store.path_of(file.public_id)
    assert there.parent.name == file.public_id[:2] and there.parent.parent == store.folder()
    assert hashlib.sha256(there.read_bytes()).hexdigest() == file.digest
    assert there.stat().st_size == file.size


def test_the_owner_downloads_it_under_its_name(visit, at):
    owner = people.person()
    file = keep(owner, name="Báo cáo; tháng 11.csv", at=at)
    page = visit.as_(owner).get("files.owner.download", file_id=file.public_id)
    assert (page.status, page.response.data) == (200, DATA)
    assert page.headers["Content-Type"].startswith("text/csv")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] == "private, no-store"
    disposition = page.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "filename*=UTF-8''B%C3%A1o%20c%C3%A1o_%20th%C3%A1ng%2011.csv" in disposition


def test_a_page_among_files_is_saved_and_never_shown(visit, at):
    owner = people.person()
    file = keep(owner, name="x.html", data=b"<script>alert(1)</script>", media_type="text/html", at=at)
    response = visit.as_(owner).client.get(f"/files/{file.public_id}", buffered=True)
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_others_get_the_same_answer_as_for_a_file_that_is_not_there(visit, at):
    file = keep(people.person(), at=at)
    for somebody in (people.person(), people.caretaker()):
        browser = visit.as_(somebody)
        answers = [browser.get("files.owner.download", file_id=number) for number in (file.public_id, public_id())]
        assert [page.status for page in answers] == [404, 404]
        assert answers[0].text == answers[1].text
    assert visit.get("files.owner.download", file_id=file.public_id).status == 303


@pytest.mark.parametrize(
    "path", [f"/files/{name}" for name in ("../lms.db", "..%2Flms.db", "%2e%2e%2flms.db", "....", "%2Fetc%2Fpasswd")]
)
def test_no_path_leads_out_of_the_shelf(visit, at, path):
    owner = people.person()
    assert visit.as_(owner).open("GET", path).status == 404


@pytest.mark.parametrize("number", ["..", "../lms.db", "", "ab", "A" * 13, "a" * 12 + "/", "a" * 13 + "\n", "\0" * 13])
def test_only_an_id_becomes_a_path(app, number):
    with pytest.raises(store.NotAnId):
        store.path_of(number)


def test_bytes_that_went_missing_are_not_found(visit, at):
    owner = people.person()
    file = keep(owner, at=at)
    store.remove(file.public_id)
    assert visit.as_(owner).get("files.owner.download", file_id=file.public_id).status == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("báo cáo.xlsx", "báo cáo.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\pao\\ảnh.png", "ảnh.png"),
        ('a"b\r\nX: y.csv', "a_b X_ y.csv"),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("\u202egpj.exe", "gpj.exe"),
        ("ă" * 300 + ".xlsx", "ă" * 155 + ".xlsx"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert rules.safe_name(name) == safe


def test_what_is_too_large_is_refused_before_it_is_written(app, at, monkeypatch):
    monkeypatch.setattr(rules, "MOST_BYTES", 10)
    with pytest.raises(rules.FileTooLarge):
        keep(people.person(), data=b"x" * 11, at=at)
    assert db.session.scalars(select(File)).all() == []


def test_files_go_after_their_date(app, clock, at):
    owner = people.person()
    short, long = keep(owner, until=at + timedelta(days=1), at=at), keep(owner, at=at)
    paths = [store.path_of(file.public_id) for file in (short, long)]
    numbers = [file.public_id for file in (short, long)]
    for path in paths:
        age(path, at)
    tidy()
    assert [path.exists() for path in paths] == [True, True]
    clock.move_to(at + timedelta(days=1, seconds=1))
    tidy()
    assert [path.exists() for path in paths] == [False, True]
    assert [queries.by_public_id(number) is not None for number in numbers] == [False, True]


def test_bytes_without_a_row_go_once_their_transaction_must_be_over(app, clock, at):
    store.write(number := public_id(), b"x")
    half = store.path_of(number).with_name("new-half")
    half.write_bytes(b"y")
    age(store.path_of(number), at - timedelta(minutes=59))
    age(half, at - timedelta(minutes=61))
    tidy()
    assert (store.path_of(number).exists(), half.exists()) == (True, False)
    clock.move_to(at + timedelta(minutes=2))
    tidy()
    assert not store.path_of(number).exists()


def test_personal_data_is_listed_erased_and_moved(app, at):
    owner, other = people.person(), people.person()
    file = keep(owner, at=at)
    assert personal_data.export(owner)["files"] == [
        {"name": "báo cáo.csv", "purpose": "test.report", "bytes": len(DATA), "stored": at.isoformat()}
    ]
    undo = personal_data.move(owner, other)
    db.session.refresh(file)
    assert file.owner_id == other.id
    personal_data.move_back(undo, owner, other)
    personal_data.erase(owner)
    assert db.session.scalars(select(File)).all() == []
