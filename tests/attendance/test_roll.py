"""The roll: who stands where, and what one tap does."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from lms.attendance import queries
from lms.attendance.models import Decision, Evidence
from lms.attendance.rules.decision import Mark
from lms.core.db import db
from tests.factories import attendance, enrolment, people, schedule

MINUTE = timedelta(minutes=1)
NAMES = ("Lường Thị Bích", "Vàng Thị Dở", "H'Hen Niê Kđăm", "Lò Thị Mảy", "Giàng A Páo", "Sùng Thị Xua")


@pytest.fixture
def lesson(app):
    """(session, learners by given name, trainer)."""
    trainer = people.trainer()
    series = schedule.series(trainer)
    learners = {}
    for name in reversed(NAMES):
        learners[name.split()[-1]] = person = people.person(name)
        enrolment.enrol(person, series)
    return schedule.sessions_of(series)[0], learners, trainer


def names(page):
    return [cell.text for cell in page.soup.select("tbody th")]


def where(session, person):
    return {"session_id": session.public_id, "person_id": person.public_id}


def test_sorted_by_given_name(visit, lesson):
    session, _learners, trainer = lesson
    page = visit.as_(trainer).get("attendance.trainer.roll", session_id=session.public_id)
    assert names(page) == list(NAMES)
    assert [tab.text for tab in page.soup.select(".tabs .n")] == ["6", "0", "0", "6"]


def test_tabs_traces_and_words(visit, lesson, at):
    session, learners, trainer = lesson
    attendance.trace(session, learners["Bích"], "click", at=at - 2 * MINUTE)
    attendance.trace(session, learners["Páo"], "code", at=at)
    attendance.decided(session, *learners.values(), at=at)
    attendance.marked(session, learners["Mảy"], trainer, Mark.LATE, at=at)
    visitor = visit.as_(trainer)
    shown = {
        tab: names(visitor.get("attendance.trainer.roll", session_id=session.public_id, show=tab))
        for tab in ("look", "present", "unseen")
    }
    assert shown == {
        "look": ["Lường Thị Bích"],
        "present": ["Lò Thị Mảy", "Giàng A Páo"],
        "unseen": ["Vàng Thị Dở", "H'Hen Niê Kđăm", "Sùng Thị Xua"],
    }
    page = visitor.get("attendance.trainer.roll", session_id=session.public_id)
    assert "Bấm vào lớp 19:18, chưa nhập mã" in page
    assert [tag.text for tag in page.soup.select("tbody .tag")] == [
        "Chưa rõ", "Chưa thấy", "Chưa thấy", "Có mặt, muộn", "Tự khai", "Chưa thấy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("search", "found"),
    [("pao", ["Giàng A Páo"]), ("MẢY", ["Lò Thị Mảy"]), ("thị d", ["Vàng Thị Dở"]), ("%", []), ("x" * 400, [])],
)
def test_search_knows_no_tones(visit, lesson, search, found):
    session, _learners, trainer = lesson
    page = visit.as_(trainer).get("attendance.trainer.roll", session_id=session.public_id, search=search)
    assert (page.status, names(page)) == (200, found)


def test_search_by_phone(visit, lesson):
    session, _learners, trainer = lesson
    enrolment.enrol(people.person("Hoàng Thị Én", phone="+84987654321"), session.series)
    page = visit.as_(trainer).get("attendance.trainer.roll", session_id=session.public_id, search="0987 654")
    assert names(page) == ["Hoàng Thị Én"]


def test_odd_addresses_show_a_page(visit, lesson):
    session, _learners, trainer = lesson
    for look in ({"after": "no-such"}, {"before": "1 OR 1"}, {"show": "everything"}):
        assert visit.as_(trainer).get("attendance.trainer.roll", session_id=session.public_id, **look).status == 200


def press_undo(visitor, page):
    """Press what the toast offers."""
    form = page.soup.select_one(".toast form")
    return visitor.open("POST", form["action"], data={"marked_at": form.find("input")["value"]})


def test_one_tap_marks_and_one_takes_it_back(visit, lesson):
    session, learners, trainer = lesson
    visitor = visit.as_(trainer)
    answer = visitor.post("attendance.trainer.mark", {"value": "present"}, **where(session, learners["Xua"]))
    assert answer.status == 303
    page = visitor.follow(answer)
    assert "Đã ghi: Sùng Thị Xua" in page
    assert db.session.scalar(select(Decision.state)) == "present"
    assert "Đã hoàn tác cho 1 người." in visitor.follow(press_undo(visitor, page))
    db.session.expire_all()
    assert db.session.scalar(select(Decision.state)) == "open"
    assert list(db.session.scalars(select(Evidence.value).order_by(Evidence.id))) == ["present", "withdrawn"]


def test_going_against_a_trace_asks_why(visit, lesson, at):
    session, learners, trainer = lesson
    attendance.trace(session, learners["Páo"], "code", at=at)
    attendance.decided(session, learners["Páo"], at=at)
    visitor = visit.as_(trainer)
    refused = visitor.post("attendance.trainer.mark", {"value": "absent"}, **where(session, learners["Páo"]))
    assert (refused.status, len(refused.errors)) == (422, 1)
    assert refused.soup.find("input", value="absent").has_attr("checked")
    taken = visitor.post(
        "attendance.trainer.mark",
        {"value": "absent", "reason": "Không có trong phòng"},
        **where(session, learners["Páo"]),
    )
    assert taken.status == 303
    db.session.expire_all()
    assert db.session.scalar(select(Decision.state)) == "absent"


@pytest.mark.parametrize("value", ["", "withdrawn", "there", "\x00"])
def test_only_the_marks_there_are(visit, lesson, value):
    session, learners, trainer = lesson
    answer = visit.as_(trainer).post("attendance.trainer.mark", {"value": value}, **where(session, learners["Páo"]))
    assert answer.status == 422
    assert db.session.scalar(select(Evidence.id)) is None


def test_the_rest_is_absent_in_one_press(visit, lesson, at):
    session, learners, trainer = lesson
    attendance.trace(session, learners["Páo"], "code", at=at)
    visitor = visit.as_(trainer)
    page = visitor.follow(visitor.post("attendance.trainer.mark_rest", session_id=session.public_id))
    assert "Đã ghi vắng 5 người." in page
    assert [tab.text for tab in page.soup.select(".tabs .n")] == ["6", "0", "1", "5"]


def fill(series, count):
    for number in range(count):
        enrolment.enrol(people.person(f"Học Viên {number:03d}", phone=None), series)


def test_the_same_statements_for_few_and_many(visit, lesson, at):
    session, _learners, trainer = lesson
    visitor, number = visit.as_(trainer), session.public_id
    counted = []
    for more in (0, 94):
        fill(session.series, more)
        seen = []

        def count(_connection, _cursor, statement, *_rest, seen=seen):
            seen.extend([statement] if statement != "BEGIN" else [])

        event.listen(db.engine, "before_cursor_execute", count)
        visitor.get("attendance.trainer.roll", session_id=number)
        event.remove(db.engine, "before_cursor_execute", count)
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 5


def test_pages_of_fifty_forth_and_back(visit, lesson):
    session, _learners, _trainer = lesson
    fill(session.series, 114)
    pages, after = [], None
    for _page in range(3):
        found = queries.roll(session, after=after)
        pages.append(found)
        after = found.after
    assert [(page.first, page.last, page.matching) for page in pages] == [(1, 50, 120), (51, 100, 120), (101, 120, 120)]
    assert (pages[0].before, pages[2].after) == (None, None)
    back = queries.roll(session, before=pages[2].before)
    assert [line.person.id for line in back.lines] == [line.person.id for line in pages[1].lines]
    assert (back.first, back.last) == (51, 100)
    first = queries.roll(session, before=back.before)
    assert (first.first, first.before, first.after) == (1, None, first.lines[-1].person.public_id)
    everyone = [line.person.id for page in pages for line in page.lines]
    assert len(set(everyone)) == 120


def test_who_gave_the_seat_up_stays_where_decided(visit, lesson, at):
    session, learners, trainer = lesson
    attendance.marked(session, learners["Páo"], trainer, at=at)
    for name in ("Páo", "Xua"):
        row = db.session.scalar(select(enrolment.Enrolment).where(enrolment.Enrolment.person_id == learners[name].id))
        row.state = "withdrawn"
    db.session.commit()
    page = visit.as_(trainer).get("attendance.trainer.roll", session_id=session.public_id)
    assert "Giàng A Páo" in names(page)
    assert "Sùng Thị Xua" not in names(page)


def marked_words(page):
    return {row.th.text: row.select_one("[aria-pressed]") and row.select_one("[aria-pressed]").text.split(":")[0]
            for row in page.soup.select("tbody tr")}  # fmt: skip


def test_undo_brings_the_earlier_mark_back_once(visit, lesson, clock):
    session, learners, trainer = lesson
    visitor = visit.as_(trainer)
    visitor.post("attendance.trainer.mark", {"value": "late"}, **where(session, learners["Xua"]))
    clock.shift(MINUTE)
    typed = {"value": "excused", "reason": "Đưa con đi khám"}
    page = visitor.follow(visitor.post("attendance.trainer.mark", typed, **where(session, learners["Xua"])))
    assert marked_words(page)["Sùng Thị Xua"] == "Có phép"
    clock.shift(MINUTE)
    assert marked_words(visitor.follow(press_undo(visitor, page)))["Sùng Thị Xua"] == "Muộn"
    assert "Không có gì để hoàn tác." in visitor.follow(press_undo(visitor, page))


def test_undoing_everybody_leaves_those_marked_since(visit, lesson, clock):
    session, learners, trainer = lesson
    visitor = visit.as_(trainer)
    page = visitor.follow(
        visitor.post("attendance.trainer.mark_rest", {"value": "present"}, session_id=session.public_id)
    )
    assert "Đã ghi có mặt 6 người." in page
    clock.shift(MINUTE)
    typed = {"value": "absent", "reason": "Nhầm tên"}
    visitor.post("attendance.trainer.mark", typed, **where(session, learners["Páo"]))
    clock.shift(MINUTE)
    page = visitor.follow(press_undo(visitor, page))
    assert "Đã hoàn tác cho 5 người." in page
    assert {name for name, word in marked_words(page).items() if word} == {"Giàng A Páo"}


@pytest.mark.parametrize("moment", ["", "mai", "2026-11-26T12:20:00", "x" * 400])
def test_an_odd_moment_undoes_nothing(visit, lesson, moment):
    session, learners, trainer = lesson
    visitor = visit.as_(trainer)
    visitor.post("attendance.trainer.mark", {"value": "late"}, **where(session, learners["Xua"]))
    page = visitor.follow(visitor.post("attendance.trainer.undo", {"marked_at": moment}, session_id=session.public_id))
    assert "Không có gì để hoàn tác." in page
    assert marked_words(page)["Sùng Thị Xua"] == "Muộn"


def test_another_trainers_mark_is_not_undone(visit, lesson, at):
    session, learners, trainer = lesson
    office = people.coordinator("")
    attendance.marked(session, learners["Xua"], office, Mark.EXCUSED, "Báo trước", at=at)
    visit.as_(trainer).post("attendance.trainer.undo", {"marked_at": at.isoformat()}, session_id=session.public_id)
    assert list(db.session.scalars(select(Evidence.value))) == ["excused"]


def test_the_rest_is_there_or_not(visit, lesson):
    session, _learners, trainer = lesson
    answer = visit.as_(trainer).post("attendance.trainer.mark_rest", {"value": "excused"}, session_id=session.public_id)
    assert answer.status == 422
    assert db.session.scalar(select(Evidence.id)) is None


def test_the_same_word_again_adds_nothing(visit, lesson, clock):
    session, learners, trainer = lesson
    visitor, there = visit.as_(trainer), where(session, learners["Xua"])
    for typed in ({"value": "late"}, {"value": "late"}, {"value": "late", "reason": "Mất điện"}, {"value": "late"}):
        clock.shift(MINUTE)
        assert visitor.post("attendance.trainer.mark", typed, **there).status == 303
    assert list(db.session.execute(select(Evidence.value, Evidence.reason).order_by(Evidence.id))) == [
        ("late", None), ("late", "Mất điện"),
    ]  # fmt: skip
