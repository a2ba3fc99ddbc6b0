"""The young person's side, and staff who help."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core import words
from lms.core.db import db, mode
from lms.guardians import actions, jobs, queries, rules
from lms.people import queries as known
from lms.people import rules as people_rules
from lms.people.rules import Purpose
from tests.factories import people
from tests.guardians.family import CODE, Guardian, again, sign_up


def link_on(page):
    """The address in the message that is to be sent."""
    return page.soup.find(id="message").get_text()


@pytest.fixture
def mine(visit, child):
    """The child, signed in."""
    browser = visit.as_(child)
    browser.person = child
    return browser


def test_the_child_is_told_what_to_do(mine, guardian):
    page = mine.get("guardians.learner.ask")
    assert (page.status, page.h1) == (200, "Xin cha mẹ hoặc người giám hộ đồng ý")
    assert link_on(page).endswith(f"http://localhost{guardian.path}") and "Giàng A Páo" in link_on(page)
    assert page.soup.select_one("img[src='/my-guardian/link.svg']")
    assert "Thứ Bảy, 26 tháng 12" in page and "mọi bài học vẫn mở" in page
    picture = mine.get("guardians.learner.qr")
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")


def test_whoever_is_refused_is_led_here(mine):
    page = mine.open("POST", "/classes/nothing/enrol")
    assert (page.status, page.location) == (303, "/my-guardian")


def test_another_link_stops_the_old_one_until_a_guardian_has_consented(mine, guardian, child):
    old = guardian.path
    assert mine.post("guardians.learner.renew").location == "/my-guardian"
    assert guardian.opens().status == 404
    assert guardian.renewed().path != old
    assert guardian.consents().status == 303
    mine.post("guardians.learner.renew")
    assert guardian.opens().status == 200
    assert queries.of(child).link_version == 2


def test_the_child_reads_since_when_the_guardian_agrees(mine, guardian):
    guardian.consents()
    page = mine.get("guardians.learner.ask")
    assert page.h1 == "Cha mẹ hoặc người giám hộ đã đồng ý"
    assert "Từ ngày 26/11/2026" in page
    assert "Sùng" not in page and CODE not in page
    guardian.sends("withdraw")
    assert mine.get("guardians.learner.ask").h1 == "Xin cha mẹ hoặc người giám hộ đồng ý lại"


def test_the_way_back_to_the_class_is_ours_only(mine, guardian):
    guardian.consents()
    page = mine.open("GET", "/my-guardian?next=https://elsewhere.example/")
    assert page.soup.select_one("main .btn.go")["href"] == "/classes"


def test_who_decides_alone_is_told_so(visit):
    page = visit.as_(people.person()).get("guardians.learner.ask")
    assert (page.status, page.h1) == (200, "Bạn tự quyết định")
    assert "/guardian/" not in page.html
    assert visit.as_(people.person()).get("guardians.learner.qr").status == 404


def test_the_childs_own_agreement_is_kept(child, at):
    child.language = "en"
    with mode("write"):
        db.session.merge(child)
        db.session.commit()
        jobs.note_agreements()
        db.session.commit()
    row = queries.of(child)
    words.speak("en")
    assert (row.child_agreed_at, row.child_wording) == (at, people_rules.wording(Purpose.LEARNING))
    words.speak("vi")
    assert row.child_wording != people_rules.wording(Purpose.LEARNING)
    assert (row.consented_at, row.code, row.asked_at is not None) == (None, None, True)


def test_an_agreement_noted_after_the_consent_changes_nothing_else(guardian, child):
    guardian.consents()
    with mode("write"):
        jobs.note_agreements()
        db.session.commit()
    row = queries.of(child)
    assert (row.name, row.child_agreed_at is not None) == ("Sùng Thị Mỷ", True)


def test_today_asks_what_is_to_be_asked(mine, guardian, clock):
    def asked():
        return [link["href"] for link in mine.get("home.learner.today").soup.select("main a[href='/my-guardian']")]

    assert asked() == ["/my-guardian"]
    guardian.consents()
    assert asked() == []
    clock.move_to(datetime(2028, 1, 1, tzinfo=UTC))
    mine.sign_in(mine.person)
    assert asked() == ["/my-guardian"]
    mine.post("guardians.learner.own_consent", {"consent": "y"})
    assert asked() == []


@pytest.mark.parametrize("state", ["waiting", "agreed", "withdrawn"])
def test_at_16_the_own_consent_takes_the_guardians_place(visit, guardian, child, clock, state):
    if state != "waiting":
        guardian.consents()
    if state == "withdrawn":
        guardian.sends("withdraw")
    assert visit.as_(child).post("guardians.learner.own_consent", {"consent": "y"}).status == 422
    clock.move_to(datetime(2028, 1, 1, tzinfo=UTC))
    mine = visit.as_(child)
    page = mine.get("guardians.learner.ask")
    assert page.h1 == "Giờ bạn tự quyết định"
    assert (again(child).paused_at is None) == (state == "agreed")
    assert mine.post("guardians.learner.own_consent").errors == ["Đánh dấu vào ô nếu bạn đồng ý"]
    for _tap in range(2):
        assert mine.post("guardians.learner.own_consent", {"consent": "y"}).status == 303
    assert [row.way for row in known.consents(child)] == ["settings"]
    assert again(child).paused_at is None
    assert mine.get("guardians.learner.ask").h1 == "Bạn tự quyết định"
    assert guardian.opens().status == (404 if state == "waiting" else 200)


def test_a_grown_up_is_no_concern_of_the_guardian(visit, guardian, child, clock):
    guardian.consents()
    clock.move_to(datetime(2028, 1, 1, tzinfo=UTC))
    visit.as_(child).post("guardians.learner.own_consent", {"consent": "y"})
    guardian.sends("enter", code=CODE)
    page = guardian.opens()
    assert "Sùng Thị Mỷ" in page and "2011" not in page
    guardian.sends("withdraw")
    assert [row.way for row in known.consents(child)] == ["settings"]


def test_accounts_nobody_consented_to_are_due_after_30_days(child, guardian, at):
    sibling = sign_up("Giàng Thị Dợ", at=at)
    Guardian(guardian.visit, sibling).consents()
    late = at + rules.UNCONFIRMED_KEPT
    assert queries.unconfirmed(late - timedelta(seconds=1)) == []
    assert [person.id for person in queries.unconfirmed(late)] == [child.id]
    Guardian(guardian.visit, sibling).sends("enter", code=CODE)
    assert [person.id for person in queries.unconfirmed(late)] == [child.id]


@pytest.mark.parametrize(("now", "gone"), [(date(2030, 12, 31), False), (date(2031, 1, 1), True)])
def test_the_guardian_is_forgotten_in_time(guardian, child, clock, now, gone):
    guardian.consents()
    clock.move_to(datetime(now.year, now.month, now.day, 5, tzinfo=UTC))
    with mode("write"):
        assert jobs.forget_guardians() == {"forgotten": int(gone)}
        assert jobs.forget_guardians() == {"forgotten": 0}
        db.session.commit()
    row = queries.of(child)
    assert (row.name, row.phone, row.relation, row.code) == (
        ("", None, None, None) if gone else (row.name, "+84987654321", "mother", row.code)
    )
    assert row.consented_at is not None
    assert guardian.opens().status == (404 if gone else 200)


def test_staff_in_scope_renew_the_link(visit, guardian, child):
    guardian.consents()
    staff = people.coordinator("12")
    before = visit.as_(staff).get("guardians.staff.link", person_id=child.public_id)
    assert before.soup.find(id="address").get_text() == f"http://localhost{guardian.path}"
    page = visit.as_(staff).post("guardians.staff.renew", person_id=child.public_id)
    assert (page.status, page.location) == (303, f"/people/{child.public_id}/guardian-link")
    assert visit.as_(staff).follow(page).soup.find(id="address").get_text().endswith(guardian.renewed().path)
    assert (again(child).paused_at, queries.of(child).code) == (None, None)
    entry = db.session.scalars(select(Entry).where(Entry.action == "guardians.link-renewed")).one()
    assert (entry.actor_id, entry.subject_id, entry.detail) == (staff.id, child.id, {})
    assert guardian.path not in visit.as_(child).get("guardians.learner.ask").html
    assert visit.as_(child).get("guardians.learner.qr").status == 404


def test_others_do_not(visit, child):
    for person in (people.coordinator("01"), people.person(), people.trainer()):
        assert visit.as_(person).post("guardians.staff.renew", person_id=child.public_id).status == 404


def test_nobody_needs_a_link_for_a_grown_up(visit):
    page = visit.as_(people.coordinator("12")).post("guardians.staff.renew", person_id=people.person().public_id)
    assert page.status == 422
    assert "Người này không cần người giám hộ đồng ý" in page


def test_the_link_is_renewed_by_a_rule_not_only_by_the_page(guardian, child, at):
    guardian.consents()
    with mode("write"), pytest.raises(rules.AlreadyConsented):
        actions.renew_link(child, by=child, at=at)
