"""What it costs on mobile data to have pages without a network: the worker, its shell, the home screen's icon."""

import pytest

from tests.journeys.phone import begun

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

#: Once for each phone and release, after the page has come to rest; and with each page that is opened later.
ONCE, ONCE_ASKS, LATER, LATER_ASKS = 17_000, 9, 500, 1
WEIGHED = [("lesson", False), ("lesson", True), ("attempt", True)]


def settled(hand, house):
    """What was asked for besides the page, once nothing more comes."""
    seen = -1
    while seen != len(house.sent):
        seen = len(house.sent)
        hand.page.wait_for_timeout(1500)
    return [sent for sent in house.sent if sent.aside]


@pytest.mark.parametrize("page, inside", WEIGHED, ids=["a lesson", "a learner's lesson", "a quiz"])
def test_what_the_phone_asks_for_besides_the_page_is_little(house, hand, page, inside):
    who = begun(house, "Lò Thị Mẩy", "+84987650001")
    if inside:
        hand.page.request.post(f"{hand.road.url}/sign-in", form={"contact": who.number, "password": "ba cây nấm hương"})
    house.sent.clear()
    hand.keeps(getattr(who, page))
    first = settled(hand, house)
    paths = [sent.path for sent in house.sent]
    files = [path for path in paths if path.startswith("/assets/")]
    assert len(files) == len(set(files)), "no file is fetched twice"
    assert len(first) <= ONCE_ASKS and sum(sent.size for sent in first) <= ONCE, first
    house.sent.clear()
    hand.page.reload()
    later = settled(hand, house)
    assert len(later) <= LATER_ASKS and sum(sent.size for sent in later) <= LATER, later
    assert len([sent for sent in house.sent if not sent.aside]) == 1, "the page alone"
