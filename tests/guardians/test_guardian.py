"""The guardian's page, opened by link on any phone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from lms.accounts import passwords
from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.guardians import actions, queries, rules
from lms.guardians.models import Guardianship, WrongGuardianCode
from lms.people import actions as people_actions
from lms.people import queries as known
from lms.people.models import Consent
from lms.people.rules import Purpose
from tests.guardians.family import CODE, MOTHER, Guardian, again, sign_up


def ways(child):
    """How the consents in force came."""
    return [row.way for row in known.consents(child)]


def test_the_page_says_who_asks_for_what(guardian):
    page = guardian.opens()
    assert (page.status, page.h1) == (200, "Giàng A Páo xin bạn đồng ý")
    for words in ("dưới 16 tuổi", "Hoàn toàn miễn phí", "Về bạn: những gì bạn nhập ở đây", "hợp pháp của trẻ"):
        assert words in page
    assert page.soup.select_one("main a[href='/privacy']")
    assert not page.soup.find(id="consent").has_attr("checked")
    assert page.soup.select_one("meta[name=robots]")["content"] == "noindex"


def test_consent_opens_learning_to_the_child(guardian, child, at):
    page = guardian.consents()
    assert (page.status, page.location) == (303, guardian.path)
    row = queries.of(child)
    assert (row.name, row.relation, row.phone) == ("Sùng Thị Mỷ", "mother", "+84987654321")
    assert (row.version, row.wording, row.consented_at, row.withdrawn_at) == ("2026-1", rules.wording(), at, None)
    assert passwords.matches(row.code, CODE)
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.purpose, consent.way, consent.wording, consent.given_at) == (
        "learning", "guardian", rules.wording(), at,
    )  # fmt: skip
    assert (again(child).paused_at, again(child).paused_why) == (None, None)
    assert "people.consented" in db.session.scalars(select(Change.kind)).all()
    assert "Bạn đồng ý từ ngày 26/11/2026" in guardian.opens()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Nhập họ và tên của bạn"),
        ("name", "123", "Nhập họ và tên bằng chữ"),
        ("relation", "", "Chọn quan hệ của bạn với trẻ"),
        ("relation", "uncle", "Chọn quan hệ của bạn với trẻ"),
        ("phone", "0987", "Còn thiếu số. Nhập đủ 10 số, ví dụ 0912 345 678"),
        ("code", "", "Chọn mã có ít nhất 6 chữ số"),
        ("code", "90517", "Mã có từ 6 đến 12 chữ số. Chỉ nhập chữ số"),
        ("code", "123456", "Mã này dễ đoán. Hãy chọn các chữ số khác"),
        ("code", "0987654321", "Mã này dễ đoán. Hãy chọn các chữ số khác"),
        ("consent", "", "Đánh dấu vào ô nếu bạn đồng ý"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(guardian, child, field, typed, sentence):
    page = guardian.consents(**{field: typed})
    assert (page.status, page.errors) == (422, [sentence])
    for other in {"name", "phone", "code"} - {field}:
        assert page.value(other) == MOTHER[other]
    assert db.session.scalars(select(Guardianship)).all() == []
    assert again(child).paused_why == "guardian"


def test_the_phone_may_be_left_out(guardian, child):
    assert guardian.consents(phone="").status == 303
    assert queries.of(child).phone is None


def test_consents_at_once_are_one(guardian, child):
    ready = Barrier(3)
    db.session.commit()

    def tap(number):
        ready.wait()
        data = {**MOTHER, "name": f"Sùng Thị {'ABC'[number]}"}
        return guardian.visit.app.test_client().post(f"{guardian.path}/consent", data=data).status_code

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(tap, range(3))) == [303] * 3
    assert db.session.scalar(select(func.count()).select_from(Guardianship)) == 1
    assert len(db.session.scalars(select(Consent)).all()) == 1


@pytest.mark.parametrize("change", ["end", "child", "short", "long", "nothing"])
def test_a_wrong_link_is_no_page(guardian, visit, at, change):
    token = guardian.path.rpartition("/")[2]
    other = sign_up("Giàng Thị Dợ", at=at).public_id
    wrong = {
        "end": token[:-1] + ("a" if token[-1] != "a" else "b"),
        "child": other + token[13:],
        "short": token[:-1],
        "long": token + "a",
        "nothing": "a" * 39,
    }[change]
    assert visit.open("GET", f"/guardian/{wrong}").status == 404
    for what in ("consent", "enter", "new-code", "phone", "withdraw", "agree", "delete", "close"):
        assert visit.open("POST", f"/guardian/{wrong}/{what}", data=MOTHER).status == 404


def test_who_needs_no_guardian_has_no_such_page(visit, at):
    assert Guardian(visit, sign_up(birth_year=2009, at=at)).opens().status == 404


def test_the_code_opens_the_page_for_a_while_in_one_browser(guardian, clock, at):
    guardian.consents()
    other = guardian.borrows_a_phone()
    page = other.opens()
    assert (page.h1, "Giàng" in page) == ("Trang dành cho cha mẹ, người giám hộ", False)
    assert other.sends("withdraw").location == other.path
    assert "Bạn đồng ý từ ngày 26/11/2026" not in other.opens()
    assert other.sends("enter", code=CODE).location == other.path
    assert "Sùng Thị Mỷ" in other.opens()
    clock.move_to(at + timedelta(minutes=15))
    assert "Sùng Thị Mỷ" in other.opens()
    clock.move_to(at + timedelta(minutes=15, seconds=1))
    assert "Sùng Thị Mỷ" not in other.opens()


def test_the_key_of_one_page_opens_no_other(guardian, visit, at):
    guardian.consents()
    sibling = sign_up("Giàng Thị Dợ", at=at)
    other = Guardian(visit, sibling)
    other.consents(name="Lý A Chu")
    guardian.path = other.path
    assert "Lý A Chu" not in guardian.opens()


def test_closing_shuts_the_page(guardian):
    guardian.consents()
    guardian.sends("close")
    assert "Sùng Thị Mỷ" not in guardian.opens()


def test_wrong_codes_are_counted_and_the_fifth_is_the_last_of_an_hour(guardian, clock, at):
    guardian.consents()
    stranger = guardian.borrows_a_phone()
    for _try in range(5):
        page = stranger.sends("enter", code="905171")
        assert (page.status, page.errors) == (422, ["Mã này không đúng với trang này. Kiểm tra rồi thử lại"])
    page = stranger.sends("enter", code=CODE)
    assert (page.status, page.errors) == (429, ["Bạn đã thử nhiều lần. Chờ 60 phút rồi thử lại"])
    assert db.session.scalar(select(func.count()).select_from(WrongGuardianCode)) == 5
    clock.move_to(at + timedelta(hours=1))
    assert stranger.sends("enter", code=CODE).status == 303
    assert "Sùng Thị Mỷ" in stranger.opens()


def test_the_right_code_is_not_counted(guardian):
    guardian.consents()
    for _time in range(7):
        assert guardian.borrows_a_phone().sends("enter", code=CODE).status == 303
    assert db.session.scalars(select(WrongGuardianCode)).all() == []


def test_many_codes_at_once_cannot_outrun_the_limit(guardian):
    guardian.consents()
    ready = Barrier(8)
    db.session.commit()

    def guess(number):
        ready.wait()
        client = guardian.visit.app.test_client()
        return client.post(f"{guardian.path}/enter", data={"code": f"90517{number}"}).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(guess, (0, 1, 3, 4, 5, 6, 7, 8)))
    assert answers == [422] * 5 + [429] * 3


def test_what_is_kept_is_shown_with_the_phone_masked(visit, at):
    guardian = Guardian(visit, sign_up(phone="+84912345678", at=at))
    guardian.consents()
    page = guardian.opens()
    for words in ("Giàng A Páo", "2011", "Lai Châu", "0912 ••• 678", "Sùng Thị Mỷ", "Mẹ"):
        assert words in page
    assert "345" not in page
    assert page.value("phone") == "0987 654 321"


def test_withdrawing_pauses_the_child_at_once_and_agreeing_again_resumes(guardian, child, clock, at):
    guardian.consents()
    with mode("write"):
        people_actions.give_consent(again(child), Purpose.NEWS, way="settings", by=None, at=at)
        db.session.commit()
    clock.move_to(at + timedelta(minutes=1))
    for _tap in range(2):
        assert guardian.sends("withdraw").location == guardian.path
    assert (again(child).paused_why, ways(child)) == ("guardian", [])
    assert queries.of(child).withdrawn_at == at + timedelta(minutes=1)
    clock.move_to(at + timedelta(minutes=2))
    for _tap in range(2):
        assert guardian.sends("agree").location == guardian.path
    assert (again(child).paused_why, ways(child)) == (None, ["guardian"])
    row = queries.of(child)
    assert (row.consented_at, row.withdrawn_at) == (at + timedelta(minutes=2), None)


def test_a_guardian_cannot_agree_in_place_of_a_child_who_does_not_want_to(guardian, child, at):
    guardian.consents()
    with mode("write"):
        people_actions.stop_learning(again(child), by=None, at=at)
        db.session.commit()
    page = guardian.opens()
    assert "không còn đồng ý" in page and "2011" in page
    guardian.sends("agree")
    assert (again(child).paused_why, ways(child)) == ("withdrawn", [])
    with mode("write"):
        people_actions.agree_to_learn(again(child), way="settings", by=None, at=at)
        db.session.commit()
    assert (again(child).paused_why, ways(child)) == ("guardian", [])
    guardian.sends("agree")
    assert (again(child).paused_why, ways(child)) == (None, ["guardian"])


def test_the_guardian_changes_their_number(guardian, child):
    guardian.consents()
    assert guardian.sends("phone", phone="098").status == 422
    guardian.sends("phone", phone="0912 000 111")
    assert queries.of(child).phone == "+84912000111"
    guardian.sends("phone", phone="")
    assert queries.of(child).phone is None


def test_a_deletion_is_asked_for_and_recorded(guardian, child):
    guardian.consents()
    assert guardian.sends("delete").location == guardian.path
    asked = select(Change.subject).where(Change.kind == "guardians.deletion-asked")
    assert db.session.scalars(asked).all() == [child.id]
    assert "trong 15 ngày" in guardian.opens()


def test_a_renewed_link_stops_the_old_link_the_old_code_and_the_open_page(guardian, child, at):
    guardian.consents()
    with mode("write"):
        actions.replace_code(child, by=None, at=at)
        db.session.commit()
    assert guardian.opens().status == 404
    guardian.renewed()
    assert (guardian.opens().h1, again(child).paused_at) == ("Chọn mã mới", None)
    assert guardian.sends("new-code", code="123456").status == 422
    assert guardian.sends("new-code", code="271905").status == 303
    assert "Sùng Thị Mỷ" in guardian.opens()
    assert guardian.borrows_a_phone().sends("new-code", code="518204").location == guardian.path
    assert guardian.borrows_a_phone().sends("enter", code="271905").status == 303
    assert "Sùng Thị Mỷ" not in guardian.borrows_a_phone().opens()


def test_what_a_guardian_does_is_recorded_without_a_name(guardian, child):
    guardian.consents()
    for what in ("withdraw", "agree", "delete"):
        guardian.sends(what)
    entries = db.session.scalars(select(Entry).where(Entry.action.like("guardians.%")).order_by(Entry.id)).all()
    assert [(entry.action, entry.actor_id, entry.subject_id) for entry in entries] == [
        ("guardians.consented", None, child.id), ("guardians.withdrawn", None, child.id),
        ("guardians.consented", None, child.id), ("guardians.deletion-asked", None, child.id),
    ]  # fmt: skip
    assert "Mỷ" not in str([entry.detail for entry in entries])


def test_an_erased_child_has_no_page(guardian, child, at):
    guardian.consents()
    with mode("write"):
        people_actions.close(again(child), by=None, at=at)
        db.session.commit()
    assert guardian.opens().status == 404
