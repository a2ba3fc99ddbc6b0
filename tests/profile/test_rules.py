"""When a card is due, what counts as a disability, and that the notice promises what the rooms do."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.rules import keeping as attendance
from lms.guardians import rules as guardians
from lms.live.rules import report as live
from lms.notifications import rules as notifications
from lms.people.models import Consent
from lms.people.rules import Purpose
from lms.profile.rules import cards, inventory
from lms.profile.rules.cards import Asked, Card, CardState, Difficulty
from lms.rights import rules as rights

AT = datetime(2026, 11, 26, 12, 20, tzinfo=UTC)
DAY = timedelta(days=1)
ANSWERED = {card: Asked(CardState.ANSWERED, AT - 3 * DAY) for card in Card}


def due(asked=(), *, known=(), since=AT - 10 * DAY, is_child=False, at=AT):
    return cards.next_card(dict(asked), known, since=since, is_child=is_child, at=at)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, Card.GENDER),
        ({Card.GENDER: Asked(CardState.ASKED, AT)}, Card.GENDER),
        ({Card.GENDER: Asked(CardState.ASKED, AT - DAY)}, Card.GENDER),
        ({Card.GENDER: Asked(CardState.ANSWERED, AT - DAY)}, Card.COMMUNE),
        ({Card.GENDER: Asked(CardState.REFUSED, AT - DAY)}, Card.COMMUNE),
        ({Card.GENDER: Asked(CardState.DEFERRED, AT - 29 * DAY)}, Card.COMMUNE),
        ({Card.GENDER: Asked(CardState.DEFERRED, AT - 30 * DAY)}, Card.GENDER),
        ({Card.GENDER: Asked(CardState.ANSWERED, AT)}, None),
        ({Card.GENDER: Asked(CardState.DEFERRED, AT - timedelta(hours=1))}, None),
        (ANSWERED, None),
    ],
)
def test_which_card_is_due(asked, expected):
    assert due(asked) == expected


def test_none_on_the_day_of_signing_up_in_vietnam():
    midnight = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert due(since=midnight - timedelta(minutes=5), at=midnight - timedelta(minutes=1)) is None
    assert due(since=midnight - timedelta(minutes=5), at=midnight) == Card.GENDER


def test_what_is_known_is_not_asked_and_a_child_nothing_sensitive():
    assert due(known=[Card.GENDER, Card.COMMUNE]) == Card.ETHNICITY
    assert due(known=[Card.GENDER, Card.COMMUNE], is_child=True) is None


states = st.builds(Asked, st.sampled_from(CardState), st.datetimes(
    datetime(2026, 9, 1), datetime(2026, 11, 26), timezones=st.just(UTC)))  # fmt: skip


@given(st.dictionaries(st.sampled_from(Card), states))
def test_what_was_answered_or_refused_is_never_asked_again(asked):
    card = due(asked)
    assert card is None or asked.get(card) is None or asked[card].state in (CardState.ASKED, CardState.DEFERRED)


@given(st.lists(st.sampled_from(Difficulty), min_size=6, max_size=6))
def test_a_lot_of_difficulty_in_one_thing_is_enough(answers):
    assert cards.has_disability(answers) == bool({"much", "cannot"} & {str(answer) for answer in answers})


def test_fifty_four_groups_under_the_codes_of_the_statistics_office():
    assert (len(cards.ETHNIC_GROUPS), len(set(cards.ETHNIC_GROUPS.values()))) == (54, 54)
    named = {code: cards.ETHNIC_GROUPS[code] for code in ("01", "08", "09", "41", "54")}
    assert named == {"01": "Kinh", "08": "Mông", "09": "Dao", "41": "La Hủ", "54": "Rơ-măm"}


def test_every_purpose_fits_its_column():
    assert max(len(purpose) for purpose in Purpose) <= Consent.purpose.type.length


def test_the_notice_promises_what_the_rooms_do():
    names = ("INACTIVE_MONTHS", "AUDIT_MONTHS", "REQUEST_MONTHS", "DOWNLOAD_DAYS")
    assert {name: getattr(inventory, name) for name in names} == {name: getattr(rights, name) for name in names}
    promised = (inventory.UNCONFIRMED_DAYS, inventory.GUARDIAN_UNTIL_AGE, inventory.LETTER_DAYS)
    assert promised == (guardians.UNCONFIRMED_KEPT.days, guardians.FORGOTTEN_AT, notifications.WORDS_KEPT_FOR.days)
    assert inventory.REPORT_NAME_DAYS == attendance.NAMES_KEPT_FOR.days == live.NAMES_KEPT_FOR.days
