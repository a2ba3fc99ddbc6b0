"""The caretaker's pages: who may see them, what they say, what their buttons do."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlalchemy import select

from lms.accounts.actions import factors
from lms.accounts.models import Authenticator, SignIn
from lms.admin import actions, queries
from lms.admin.rules import LastCaretaker
from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.core.jobs import Job, start
from lms.notifications.models import Letter
from lms.people.models import Person, Role
from tests.factories import people

PAGES = ("overview", "letters", "jobs", "audit")


@pytest.fixture
def caretaker(visit):
    """A visitor who is the caretaker."""
    return visit.as_(people.person("Nguyễn Văn Thắng", roles=(("caretaker", ""),)))


def letter(to, at, **values):
    with mode("write"):
        row = Letter(
            key=f"test:{values}", template="enrolment/letters/welcome", to_id=to.id, subject="19:30 tối nay", tries=0,
            text="Chào bạn.\n\nHẹn gặp.", due_at=at, written_at=at, **({"state": "kept", "address": None} | values),
        )  # fmt: skip
        db.session.add(row)
        db.session.commit()
    return row


def job(at, **values):
    with mode("write"):
        number = start("reach.fold", at=at)
        row = db.session.scalar(select(Job).where(Job.public_id == number))
        for name, value in values.items():
            setattr(row, name, value)
        db.session.commit()
    return row


def acts():
    """What was done since the caretaker was made one."""
    return list(db.session.scalars(select(Entry.action).order_by(Entry.id)))[1:]


@pytest.mark.parametrize("name", PAGES)
def test_only_the_caretaker_sees_them(visit, caretaker, name):
    endpoint = f"admin.caretaker.{name}"
    assert visit.get(endpoint).status == 303
    coordinator = visit.as_(people.person("Điều Phối", roles=(("coordinator", ""),)))
    assert coordinator.get(endpoint).status == 403
    assert caretaker.get(endpoint).status == 200


def test_english_pages(visit):
    reader = visit.as_(people.person("Nguyễn Văn Thắng", roles=(("caretaker", ""),)), language="en")
    assert [reader.get(f"admin.caretaker.{name}").status for name in PAGES] == [200] * 4
    assert "To do" in reader.get("admin.caretaker.overview") or "Well" in reader.get("admin.caretaker.overview")


def test_the_overview_says_what_to_do(caretaker, at):
    job(at, state="failed", error="ValueError: x", ended_at=at)
    page = caretaker.get("admin.caretaker.overview")
    assert page.h1 == "1 việc cần làm"
    assert "1 việc gặp lỗi. Xem lý do rồi chạy lại" in page


def test_the_account_of_a_person_is_shown_and_the_look_is_recorded(caretaker):
    may = people.person("Lò Thị Mảy", phone="+84912345678")
    page = caretaker.get("admin.caretaker.person", person_id=may.public_id)
    assert page.h1 == "Vai trò và tài khoản của Lò Thị Mảy" and "0912" not in page
    assert acts()[-1] == "admin.person-read"


def test_a_person_who_is_not_there(caretaker):
    assert caretaker.get("admin.caretaker.person", person_id="aaaaaaaaaaaaa").status == 404


def test_a_trainers_role_is_given_once_and_signs_out(caretaker, visit):
    may = people.person("Lò Thị Mảy")
    visit.as_(may)
    for _tap in range(2):
        page = caretaker.post("admin.caretaker.grant", {"role": "trainer"}, person_id=may.public_id)
        assert page.status == 303
    assert "Giảng viên" in caretaker.follow(page)
    roles = db.session.scalars(select(Role).where(Role.person_id == may.id)).all()
    assert [(role.name, role.province_code) for role in roles] == [("trainer", "")]
    assert db.session.scalars(select(SignIn.ended_at).where(SignIn.person_id == may.id)).one() is not None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"role": "king"}, "Chọn một vai trò trong danh sách"),
        ({"role": "partner"}, "Chọn một vai trò trong danh sách"),
        ({"role": "coordinator"}, "Chọn cả nước hoặc ít nhất một tỉnh, thành phố"),
        ({"role": "coordinator", "where": ["12", "99"]}, "Chọn một tỉnh, thành phố trong danh sách"),
        ({}, "Chọn một vai trò trong danh sách"),
    ],
)
def test_a_role_that_cannot_be(caretaker, data, sentence):
    may = people.person("Lò Thị Mảy")
    page = caretaker.post("admin.caretaker.grant", data, person_id=may.public_id)
    assert page.status == 422 and sentence in page.errors


def test_a_trainer_has_no_province(caretaker):
    may = people.person("Lò Thị Mảy")
    page = caretaker.post("admin.caretaker.grant", {"role": "trainer", "where": "12"}, person_id=may.public_id)
    assert page.status == 422 and len(page.errors) == 1


def test_a_role_ends_but_never_the_last_caretaker(caretaker):
    trainer = people.person("Sùng Thị Xua", roles=(("trainer", ""),))
    page = caretaker.post("admin.caretaker.end_role", {"role": "trainer"}, person_id=trainer.public_id)
    assert page.status == 303
    assert "Không có vai trò: là học viên." not in caretaker.follow(page)
    page = caretaker.post("admin.caretaker.end_role", {"role": "caretaker"}, person_id=caretaker.person.public_id)
    assert page.status == 422 and "quản trị viên duy nhất" in page.errors[0]


def test_a_closed_account_is_no_caretaker_to_leave_the_house_to(caretaker, visit):
    other = people.caretaker("Sùng Thị Xua")
    caretaker.post("admin.caretaker.close", person_id=other.public_id)
    page = caretaker.post("admin.caretaker.end_role", {"role": "caretaker"}, person_id=caretaker.person.public_id)
    assert page.status == 422 and "quản trị viên duy nhất" in page.errors[0]
    page = caretaker.post("admin.caretaker.end_role", {"role": "caretaker"}, person_id=other.public_id)
    assert page.status == 303


def test_two_caretakers_who_close_each_other_leave_one(app, at):
    pair = [people.caretaker(name).id for name in ("Sùng Thị Xua", "Giàng A Páo")]
    ready = Barrier(2)

    def close(by, whom):
        with app.app_context(), mode("late"):
            actor, someone = (db.session.get(Person, number) for number in (by, whom))
            ready.wait()
            with suppress(LastCaretaker):
                actions.close(someone, by=actor, at=at)
                db.session.commit()
            db.session.rollback()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(close, pair, reversed(pair)))
    db.session.rollback()
    assert len(db.session.scalars(queries.caretakers()).all()) == 1


def test_ending_nonsense_changes_nothing(caretaker):
    may = people.person("Lò Thị Mảy")
    for data in ({"role": "x" * 50, "province": "zzzz"}, {"role": "trainer", "province": "\x00"}):
        assert caretaker.post("admin.caretaker.end_role", data, person_id=may.public_id).status < 500


def test_an_account_is_closed_and_opened_but_not_ones_own(caretaker, visit):
    may = people.person("Lò Thị Mảy")
    reader = visit.as_(may)
    caretaker.post("admin.caretaker.close", person_id=may.public_id)
    assert reader.get("accounts.learner.me").status == 303
    assert "đã đóng" in caretaker.get("admin.caretaker.person", person_id=may.public_id)
    caretaker.post("admin.caretaker.reopen", person_id=may.public_id)
    db.session.expire_all()
    assert may.disabled_at is None
    assert caretaker.post("admin.caretaker.close", person_id=caretaker.person.public_id).status == 422


def test_signing_somebody_out(caretaker, visit):
    may = people.person("Lò Thị Mảy")
    reader = visit.as_(may)
    assert caretaker.post("admin.caretaker.sign_out", person_id=may.public_id).status == 303
    assert reader.get("accounts.learner.me").status == 303


def test_letters_say_why_they_were_not_sent(caretaker, at):
    may = people.person("Lò Thị Mảy")
    letter(may, at)
    kept = letter(may, at, address="may@example.vn")
    letter(may, at, address="may@example.vn", state="failed", error="550 no such user")
    page = caretaker.get("admin.caretaker.letters")
    assert "Chưa gửi: chưa đặt SMTP" in page and "Chưa gửi: không có email" in page
    assert len(caretaker.get("admin.caretaker.letters", state="failed").soup.select("tbody tr")) == 1
    assert "Không có thư nào" in caretaker.get("admin.caretaker.letters", state="sent")
    page = caretaker.get("admin.caretaker.letter", letter_id=kept.public_id)
    assert "Chào bạn." in page and "24 giờ gần nhất sẽ tự gửi đi" in page
    assert acts() == ["admin.letter-read"]


def test_nobody_else_reads_a_letter_with_a_code(caretaker, at):
    secret = letter(people.person("Lò Thị Mảy"), at, address="may@example.vn", state="waiting", secret=True)
    page = caretaker.get("admin.caretaker.letter", letter_id=secret.public_id)
    assert "Chỉ người nhận mới được đọc" in page and "Chào bạn." not in page.html


def test_a_failed_job_runs_again_once(caretaker, at):
    row = job(at, state="failed", error="Traceback\n  line\nValueError: no rows", tries=5, ended_at=at)
    page = caretaker.get("admin.caretaker.jobs")
    assert "ValueError: no rows" in page and "reach.fold" in page and "Lỗi" not in page.soup.title.text
    for _tap in range(2):
        assert caretaker.post("admin.caretaker.retry", job_id=row.public_id).status == 303
    db.session.expire_all()
    assert (row.state, row.tries) == ("waiting", 0)
    assert acts() == ["admin.job-retried"]


def test_empty_job_lists_say_so(caretaker):
    assert "Không có việc nào" in caretaker.get("admin.caretaker.jobs", state="running")
    assert caretaker.get("admin.caretaker.jobs", state="nonsense").status == 200


def test_a_lost_second_factor_is_forgotten_but_not_ones_own(caretaker, at):
    trainer = people.trainer("Sùng Thị Xua")
    with mode("write"):
        for somebody in (trainer, db.session.merge(caretaker.person)):
            factors.add_app(somebody, "sealed", 1, by=somebody, at=at)
        db.session.commit()
    assert "Xóa bước hai" in caretaker.get("admin.caretaker.person", person_id=trainer.public_id)
    for _tap in range(2):
        assert caretaker.post("admin.caretaker.forget", person_id=trainer.public_id).status == 303
    assert acts()[-1] == "accounts.factors-forgotten"
    own = caretaker.person.public_id
    assert "Xóa bước hai" not in caretaker.get("admin.caretaker.person", person_id=own)
    page = caretaker.post("admin.caretaker.forget", person_id=own)
    assert page.status == 422 and "nhờ một quản trị viên khác" in page.errors[0]
    left = list(db.session.scalars(select(Authenticator.person_id)))
    assert left == [caretaker.person.id]
