"""Pictures of the main pages, to be looked at: `python -m tests.journeys.pictures FOLDER`.

The demonstration at a chosen hour, each page whole, on a phone and on a laptop, in light and in dark.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from lms import demo
from lms.accounts.queries.sign_ins import demo_people
from lms.demo.people_pages import GUARDIAN_CODE
from lms.enrolment.models import Enrolment
from lms.invitations.models import InvitationList
from lms.schedule.models import Series, SeriesTrainer, Session
from tests.conftest import AT
from tests.journeys.house import House
from tests.journeys.screens import FLAGS, LAPTOP, PHONE, screen
from tests.journeys.walk import behind

SOON = timedelta(minutes=10)


def main() -> None:
    """Plant, look, save."""
    if len(sys.argv) != 2:
        sys.exit("python -m tests.journeys.pictures FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as instance, time_machine.travel(AT, tick=True) as clock, ExitStack() as stack:
        house = House(Path(instance))
        stack.callback(house.close)
        demo.seed(house.app)
        chromium = stack.enter_context(sync_playwright()).chromium
        browser = chromium.launch(executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=FLAGS)
        stack.callback(browser.close)
        evening = evening_of("learner", house)
        for name, page in scenes(browser, house, clock, evening):
            save(page, folder, name)


def evening_of(part: str, house: House) -> Session:
    """The next evening of a class in which this person of the demonstration sits or stands."""
    with house.rows() as rows:
        person = demo_people()[part]
        sits = select(Enrolment.series_id).where(Enrolment.person_id == person.id, Enrolment.state == "enrolled")
        teaches = select(SeriesTrainer.series_id).where(SeriesTrainer.person_id == person.id)
        theirs = Session.series_id.in_(teaches if part == "trainer" else sits)
        ahead = (Session.starts_at > AT, Session.state == "scheduled")
        found = rows.scalars(select(Session).join(Series).where(theirs, *ahead).order_by(Session.starts_at)).first()
        rows.expunge_all()
        return found


def scenes(browser: Browser, house: House, clock: Any, evening: Session) -> Iterator[tuple[str, Page]]:
    """(name, page as it stands) of each picture, the clock moving on between them."""

    def sit(part: str | None, at: datetime) -> Page:
        clock.move_to(at)
        page = stack.enter_context(screen(browser, house))
        if part:
            page.request.post(f"/demo/{part}")
        return page

    with ExitStack() as stack:
        eve, opens, over = evening.starts_at - timedelta(days=1), evening.starts_at - SOON, evening.ends_at + SOON
        yield from visitor(sit(None, eve))
        yield from learner(sit("learner", eve), evening)
        yield "today-open", opened(sit("learner", opens), "/today")
        lesson = evening_of("trainer", house)
        trainer = sit("trainer", lesson.starts_at + 2 * SOON)
        trainer.goto(f"/sessions/{lesson.public_id}/desk")
        trainer.get_by_role("button", name="Chiếu mã").click()
        yield "desk", trainer
        yield "wall", opened(trainer, f"/sessions/{lesson.public_id}/code")
        yield "roll", opened(trainer, f"/sessions/{lesson.public_id}/roll")
        yield "planner", planned(trainer)
        yield "today-after", opened(sit("learner", over), "/today")
        yield "reach", opened(sit("coordinator", AT), "/reach/overview")
        yield from own(sit("learner", AT))
        yield "guardian-asked", opened(sit("child", AT), "/my-guardian")
        yield from guardian(sit(None, AT), house)
        yield from staff(sit("provincial", AT), house)
        caretaker = sit("caretaker", AT)
        yield "roles", opened(caretaker, "/people/roles")
        yield "operations", opened(caretaker, "/admin")


def opened(page: Page, path: str) -> Page:
    """The page at a path."""
    page.goto(path)
    return page


def visitor(page: Page) -> Iterator[tuple[str, Page]]:
    """Home, class, and a sign-up that went wrong."""
    yield "home", opened(page, "/")
    page.locator("main .btn.go").first.click()
    yield "class", page
    page.locator("main .btn.go").first.click()
    page.locator("[name=name]").fill("Công Tằng Tôn Nữ Hoàng Phương Quỳnh Trâm Anh")
    page.locator("[name=contact]").fill("0912 345 67")
    page.locator("main .btn.go").click()
    yield "sign-up-errors", page


def learner(page: Page, evening: Session) -> Iterator[tuple[str, Page]]:
    """The eve of a class, its page, a lesson, a quiz and its result."""
    yield "today-eve", opened(page, "/today")
    yield "session", opened(page, f"/sessions/{evening.public_id}")
    page.goto("/tracks")
    for shelf in ("/tracks/", "/modules/", "/lessons/"):
        page.locator(f'main a[href^="{shelf}"]').first.click()
        page.wait_for_url(f"**{shelf}*")
    yield "lesson", page
    page.get_by_role("link", name="Làm bài kiểm tra").click()
    page.locator("main .btn.go").first.click()
    yield "quiz", page
    page.goto(f"{page.url}/check")
    page.locator("main button[name=anyway]").click()
    page.wait_for_url("**/result")
    yield "result", page


def own(page: Page) -> Iterator[tuple[str, Page]]:
    """One's own account and what lies behind it."""
    yield "me", opened(page, "/me")
    for name in ("contacts", "consents", "data"):
        yield f"me-{name}", opened(page, f"/me/{name}")


def guardian(page: Page, house: House) -> Iterator[tuple[str, Page]]:
    """The page of a guardian who is asked, and of one who has agreed and comes back."""
    with house.app.app_context():
        pages = [path for _part, path in behind(house.app) if path.startswith("/guardian/")]
    yield "guardian", opened(page, pages[0])
    opened(page, pages[1]).locator("[name=code]").fill(GUARDIAN_CODE)
    page.locator("main .btn.go").click()
    yield "guardian-child", page


def staff(page: Page, house: House) -> Iterator[tuple[str, Page]]:
    """People, lists, pairs and requests at the desk of a province."""
    yield "people", opened(page, "/people")
    page.locator("main .t a").first.click()
    yield "person", page
    lists = invitation_lists(house)
    for state in ("uploaded", "checked", "written"):
        yield f"list-{state}", opened(page, f"/people/lists/{lists[state]}")
    yield "codes", opened(page, f"/people/lists/{lists['written']}/codes")
    yield "duplicates", opened(page, "/people/duplicates")
    page.locator("main .t a").first.click()
    yield "pair", page
    yield "requests", opened(page, "/people/requests")
    page.locator("main .t a").first.click()
    yield "request", page


def invitation_lists(house: House) -> dict[str, str]:
    """The lists of the demonstration: {state: public id}."""
    with house.rows() as rows:
        return dict(rows.execute(select(InvitationList.state, InvitationList.public_id)).all())


def planned(page: Page) -> Page:
    """The planner with its dates shown."""
    page.goto("/teach/new")
    page.locator("[name=title]").fill("Bán đặc sản Lai Châu qua livestream")
    page.locator("#weekdays-4").check(force=True)
    page.locator("[name=first]").fill("2027-01-21")
    page.get_by_role("button", name="Xem trước").click()
    return page


def save(page: Page, folder: Path, name: str) -> None:
    """Four files of a page."""
    for size in (PHONE, LAPTOP):
        for scheme in ("light", "dark"):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}.png", full_page=True)


if __name__ == "__main__":
    main()
