"""Two trainers with the same page open: neither takes back what the other saved without knowing it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.db import db
from lms.schedule.planner import ChangedMeanwhile, Details, Material, marks_of, merged
from tests.factories import people
from tests.factories import schedule as make

FASTER = "Có người khác vừa sửa chính chỗ này. Bấm lưu lần nữa nếu bạn muốn giữ nội dung của mình"


@pytest.fixture
def both(visit):
    """A class of two trainers, and the browser of each."""
    one, other = people.trainer("Lò Thị Mai"), people.trainer("Giàng A Páo")
    series = make.series([one, other])
    return series, visit.as_(one), visit.as_(other)


def filled(page, *names):
    """What the form would send, as it was shown."""
    return {name: page.value(name) for name in names}


def of_session(session):
    db.session.expire_all()
    return session.slides_url, session.recording_url, session.recap


MATERIAL = ("module", "slides", "recording", "recap", "stood")
DETAILS = (
    *("title", "summary", "topics", "second_trainer", "seats", "room"),
    *("room_capacity", "overflow_url", "zalo_url", "opens", "closes", "stood"),
)


def test_a_recording_and_a_recap_saved_at_once_are_both_kept(both):
    series, one, other = both
    session = make.sessions_of(series)[0]
    address = {"session_id": session.public_id}
    typed = [filled(browser.get("schedule.trainer.session", **address), *MATERIAL) for browser in (one, other)]
    recording = typed[0] | {"recording": "https://youtu.be/abc"}
    assert one.post("schedule.trainer.material", recording, **address).status == 303
    assert other.post("schedule.trainer.material", typed[1] | {"recap": "Ba ý"}, **address).status == 303
    assert of_session(session) == (None, "https://youtu.be/abc", "Ba ý")


def test_the_same_field_changed_by_both_is_asked_about_once(both):
    series, one, other = both
    session = make.sessions_of(series)[0]
    address = {"session_id": session.public_id}
    typed = [filled(browser.get("schedule.trainer.session", **address), *MATERIAL) for browser in (one, other)]
    theirs = typed[0] | {"recap": "Của Mai", "slides": "https://drive.google.com/a"}
    one.post("schedule.trainer.material", theirs, **address)
    page = other.post("schedule.trainer.material", typed[1] | {"recap": "Của Páo"}, **address)
    assert (page.status, page.errors, page.value("recap").strip()) == (422, [FASTER], "Của Páo")
    assert of_session(session) == ("https://drive.google.com/a", None, "Của Mai")
    assert other.post("schedule.trainer.material", filled(page, *MATERIAL), **address).status == 303
    assert of_session(session) == ("https://drive.google.com/a", None, "Của Páo")


def test_seats_added_meanwhile_stay(both):
    series, one, other = both
    address = {"series_id": series.public_id}
    typed = filled(one.get("schedule.trainer.series", **address), *DETAILS)
    assert other.post("enrolment.trainer.change_seats", {"seats": "800"}, **address).status == 303
    assert one.post("schedule.trainer.change", typed | {"summary": "Mới"}, **address).status == 303
    db.session.expire_all()
    assert (series.seats, series.summary) == (800, "Mới")


def test_details_changed_by_both_are_asked_about_also_behind_a_confirmation(both):
    series, one, other = both
    address = {"series_id": series.public_id}
    typed = filled(one.get("schedule.trainer.series", **address), *DETAILS)
    other.post("enrolment.trainer.change_seats", {"seats": "800"}, **address)
    shown = one.post("schedule.trainer.change", typed | {"seats": "600", "title": "Tên mới"}, **address)
    page = one.post("schedule.trainer.change", filled(shown, *DETAILS, "seen"), **address)
    assert (page.status, page.errors, page.value("seats")) == (422, [FASTER], "600")
    db.session.expire_all()
    assert (series.seats, series.title) == (800, "Livestream bán hàng từ con số không")


@pytest.mark.parametrize("stood", [None, "", "x", "." * 40, "đ" * 600])
def test_marks_that_are_not_ours_harm_nothing(both, stood):
    series, one, _other = both
    address = {"session_id": make.sessions_of(series)[0].public_id}
    typed = {"recap": "Ba ý"} | ({} if stood is None else {"stood": stood})
    assert one.post("schedule.trainer.material", typed, **address).status in (303, 422)


word = st.none() | st.sampled_from(["a", "b", "a\r\nb", "a\nb"])
material = st.builds(Material, st.none() | st.integers(1, 3), word, word, word)


@given(material, material, material)
def test_merging_keeps_what_either_changed_alone(stood, mine, theirs):
    places = zip(stood, mine, theirs, strict=True)
    wanted = [now if marks_of([mine]) == marks_of([before]) else mine for before, mine, now in places]
    try:
        kept = merged(mine, theirs, marks_of(stood))
    except ChangedMeanwhile as rule:
        assert mine != stood
        kept = merged(mine, theirs, rule.values["stood"])
    assert marks_of(kept) == marks_of(wanted)
    assert merged(mine, theirs, None) == mine


def test_an_instant_has_one_mark_in_every_zone():
    at = datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert marks_of(Details("", 1, at)) == marks_of(Details("", 1, at.astimezone(make.ZONE)))
