"""The zone of the times, said where the clock on the wall shows another one."""

import pytest

from tests.factories import people, schedule

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]
SAID = "Giờ trên trang là giờ Việt Nam (UTC+7)."


@pytest.fixture
def series(house):
    """A class on Thursdays, 19:30 in Vietnam."""
    with house.rows():
        return schedule.series(people.trainer(), slug="livestream").slug


@pytest.mark.parametrize(
    ("zone", "script", "said", "here"),
    [
        ("Asia/Ho_Chi_Minh", True, False, None),
        ("Asia/Bangkok", True, False, None),
        ("Europe/Berlin", True, True, "13:30"),
        ("America/Los_Angeles", True, True, "04:30"),
        ("Asia/Ho_Chi_Minh", False, True, None),
    ],
)
def test_abroad_the_page_says_that_times_are_vietnams(house, browser, series, zone, script, said, here):
    context = browser.new_context(
        base_url=house.url,
        timezone_id=zone,
        java_script_enabled=script,
        locale="vi-VN",
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    page.goto(f"/classes/{series}")
    shown = [words for words in page.locator("[data-behaviour=zone], noscript p").all() if words.is_visible()]
    assert [words.inner_text().startswith(SAID) for words in shown] == [True] * said
    if here:
        assert f"Ở chỗ bạn: {here}" in shown[0].inner_text() and "26/11" in shown[0].inner_text()
    assert page.locator(".clock").inner_text() == "19:30", "the times themselves are always Vietnam's"
    context.close()
