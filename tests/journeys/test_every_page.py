"""Every page there is, reached by links alone, on a phone and on a laptop, in light and in dark."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import asking
from lms.accounts.models import OneTimeCode
from lms.accounts.rules.codes import Purpose
from tests.factories import people
from tests.journeys.eye import faults
from tests.journeys.screens import PHONE, screen
from tests.journeys.someone import Someone
from tests.journeys.walk import PARTS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

#: GET endpoints that are not pages, and what they are.
NOT_PAGES = {
    "assets.file": "styles, scripts and pictures; test_weights.py fetches them",
    "assets.robots": "for programs that fetch calendars",
    "attendance.learner.at_hand": "leads on to the check-in of the class at hand; the wall shows it",
    "attendance.trainer.board": "what moves on the wall, renewed in place",
    "attendance.trainer.counts": "a piece of the desk, renewed in place",
    "attendance.trainer.recount_progress": "a piece of the page of a recount, renewed in place",
    "attendance.trainer.take_roll": "a file",
    "attendance.trainer.take_series": "a file",
    "attendance.trainer.viewing_picture": "a picture",
    "catalogue.trainer.take_out": "a file",
    "enrolment.feed.personal": "a calendar",
    "enrolment.partners.print_poster": "a file",
    "enrolment.partners.qr_code": "a picture",
    "enrolment.referral.follow": "leads on to the classes; test_referrals.py comes by it",
    "files.owner.download": "a file",
    "guardians.learner.qr": "a picture",
    "health.alive": "for the machine that watches the house",
    "health.ready": "for the machine that watches the house",
    "invitations.coordinator.progress": "a piece of the list, renewed in place",
    "offline.manifest": "for phones that put the house on their home screen; test_offline.py reads it",
    "offline.worker": "the script that answers without a network; test_offline.py runs it",
    "profile.public.table": "a file",
    "quizzes.trainer.import_progress": "a piece of the page of an import, renewed in place",
    "quizzes.trainer.import_template": "a file",
    "quizzes.trainer.refused_questions": "a file",
    "quizzes.trainer.take_figures": "a file",
    "rights.staff.export": "a file",
    "schedule.feed.series": "a calendar",
    "schedule.feed.session": "a calendar",
    "writing.public.narrow": "a picture",
    "writing.public.picture": "a picture",
}
#: Pages in the middle of something, which tests below come by; or test_claims, test_question_import, test_quiz_desk.
ON_THE_WAY = {
    "accounts.codes.who",
    "accounts.factors.app",
    "accounts.factors.second",
    "accounts.learner.welcome",
    "attendance.learner.claim",
    "quizzes.trainer.regrade",
    "quizzes.trainer.show_import",
}
#: Endpoints whose pages look different from one another.
IN_STATES = {"guardians.public.child", "invitations.coordinator.show", "invitations.public.claim", "rights.staff.show"}


def to_look_at(paths, part):
    """The pages looked at as this person: public ones as a visitor, the rest as everybody who reaches them."""
    public = set(paths["visitor"]) if part not in ("visitor", "learner") else set()
    return [
        path
        for endpoint, where in paths[part].items()
        if endpoint not in public
        for path in where[: None if endpoint in IN_STATES else 1]
    ]


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_wrong_with_any_page(paths, programme, browser, now, part):
    seen, found = 0, []
    with screen(browser, programme) as page:
        if part != "visitor":
            page.request.post(f"/demo/{part}")
        for path in to_look_at(paths, part):
            assert page.goto(path).status == 200, path
            wrong = faults(page) + page.watch.complaints + [f"asked {url}" for url in page.watch.foreign]
            found += [f"{path} {fault}" for fault in wrong]
            page.watch.forget()
            seen += 1
    assert seen > 5
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_wrong_with_any_page_in_english(paths, programme, browser, now, part):
    found = []
    with screen(browser, programme) as page:
        if part != "visitor":
            page.request.post(f"/demo/{part}")
        page.request.post("/language", form={"language": "en", "to": "/"})
        for path in to_look_at(paths, part):
            page.goto(path)
            found += [f"{path} {fault}" for fault in faults(page, looks=[(PHONE, "light")])]
            if page.locator("html").get_attribute("lang") != "en":
                found.append(f"{path} is not in English")
    assert found == [], "\n".join(found)


def test_nothing_is_wrong_with_the_recovery_code_after_a_sign_up(house, look):
    with look() as page:
        one = Someone(page).opens("/sign-up")
        one.types(name="Nguyễn Thị Hoàng Phương Thảo Nguyên Vy", contact="0990 000 777", birth_year="2003")
        one.types(password="công doàn vui vẻ").chooses("province", "12").ticks("Tôi đồng ý")
        one.presses("Tạo tài khoản").reads("Giữ mã khôi phục")
        assert faults(page) == []
        page.watch.check()


def test_nothing_is_wrong_with_the_second_step_and_a_new_app(house, look):
    with house.rows():
        people.with_password(people.trainer(phone="+84987654321"))
        people.with_password(people.person(phone="+84987654322"))
    with look() as page:
        Someone(page).signs_in("0987 654 321", people.PASSWORD).reads("Thiết lập bước hai")
        assert faults(page) == []
        page.watch.check()
    with look() as page:
        Someone(page).signs_in("0987 654 322", people.PASSWORD).opens("/me/passkeys").presses("Thêm ứng dụng")
        assert page.url.endswith("/me/app") and faults(page) == []
        page.watch.check()


def test_nothing_is_wrong_with_choosing_who_signs_in(house, look, monkeypatch):
    monkeypatch.setitem(house.app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setitem(house.app.config, "MAIL_FROM", "hoc@example.com")
    with house.rows():
        for name in ("Hoàng Thị Hương", "Hoàng Thị Hường"):
            people.with_password(people.person(name, email="nha@example.com"))
    with look() as page:
        one = Someone(page).opens("/sign-in/code").types(contact="nha@example.com").presses("Gửi mã cho tôi")
        with house.rows() as rows:
            number = rows.scalars(select(OneTimeCode.public_id)).one()
            code = asking.code_of(Purpose.SIGN_IN, number)
        one.types(code=code).presses("Đăng nhập")
        assert page.url.endswith("/sign-in/who") and faults(page) == []
        page.watch.check()


@pytest.mark.parametrize("path", ["/nowhere", "/sessions/aaaaaaaaaaaaa"])
def test_nothing_is_wrong_with_a_page_of_failure(programme, browser, now, path):
    with screen(browser, programme) as page:
        page.request.post("/demo/learner")
        assert page.goto(path).status == 404
        assert faults(page) == []
        page.watch.check()


@pytest.mark.parametrize("hours", [-24, 3], ids=["the eve", "after"])
def test_nothing_is_wrong_with_today_on(programme, browser, now, hours):
    now.shift(timedelta(hours=hours))
    with screen(browser, programme) as page:
        page.request.post("/demo/learner")
        page.goto("/today")
        assert faults(page) == []
        page.watch.check()


@pytest.mark.parametrize("path", ["/sign-up", "/sign-in"])
def test_nothing_is_wrong_with_a_form_that_was_refused(programme, browser, now, path):
    with screen(browser, programme) as page:
        page.goto(path)
        with page.expect_navigation() as answer:
            page.locator("main .btn.go").click()
        assert answer.value.status == 422
        assert page.evaluate("document.activeElement.className") == "errors"
        assert faults(page) == []
        page.watch.check()


def test_every_page_of_the_map_is_reached_by_somebody(paths, programme):
    reached = {endpoint for found in paths.values() for endpoint in found}
    pages = {rule.endpoint for rule in programme.app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - reached == NOT_PAGES.keys() | ON_THE_WAY, "reached by no link, or listed though it is reached"
