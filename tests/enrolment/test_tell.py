"""The trainer's page: what to tell the class, and whom letters do not reach."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.enrolment.queries import reminders as whom
from lms.schedule.models import Notice
from tests.factories import people
from tests.factories import schedule as make
from tests.factories.enrolment import enrol as seat


def tell(visit, person, series, **values):
    return visit.as_(person).get("enrolment.trainer.tell", series_id=series.public_id, **values)


def texts(page):
    return {tag["id"]: tag.get_text().strip().splitlines() for tag in page.soup.select("textarea")}


def test_ready_texts_for_the_next_session(visit, clock, at, series, trainer):
    series.zalo_url = "https://zalo.me/g/abcxyz123"
    clock.move_to(at + timedelta(days=1))
    page = tell(visit, trainer, series)
    session = make.sessions_of(series)[3]
    link = f"http://127.0.0.1:8000/sessions/{session.public_id}"
    lines = ["Buổi 4: Chủ đề buổi 4", "Vào lớp tại đây, từ 19:15:", link]
    assert texts(page) == {
        "tomorrow-text": ["Livestream bán hàng từ con số không: Tối mai, 19:30 (thứ Năm 3/12)", *lines],
        "soon-text": ["Livestream bán hàng từ con số không: Tối nay, 19:30 (thứ Năm 3/12)", *lines],
    }
    copies = [tag["data-copy-from"] for tag in page.soup.select("button[data-behaviour=copy]")]
    assert copies == ["tomorrow-text", "soon-text"] and page.soup.select("a[href='https://zalo.me/g/abcxyz123']")
    assert "zoom" not in page.html


def test_on_the_day_itself_tomorrow_is_no_word_any_more(visit, series, trainer):
    assert set(texts(tell(visit, trainer, series))) == {"soon-text"}


def test_without_a_session_ahead_there_is_nothing_to_paste(visit, trainer):
    past = make.series(trainer, make.FIRST - timedelta(weeks=9), 2, state="finished")
    page = tell(visit, trainer, past)
    assert texts(page) == {} and "Lớp không còn buổi nào sắp tới" in page


def test_changes_lead_to_their_texts(visit, at, series, trainer):
    session = make.sessions_of(series)[3]
    notice = Notice(series_id=series.id, sessions=[session.id], kind="moved", before={}, urgent=False, at=at)
    db.session.add(notice)
    db.session.commit()
    assert tell(visit, trainer, series).soup.select(f"a[href$='{notice.public_id}']")


def test_whom_letters_do_not_reach_by_given_name_with_masked_contacts(app, monkeypatch, visit, at, series, trainer):
    names = ("Vàng A Chứ", "Giàng A Páo", "Lò Thị Ánh", "Lò Thị Anh")
    made = {name: people.person(name, phone=f"+8491234567{n}") for n, name in enumerate(names)}
    for person in (*made.values(), people.person("Có E-mail", email="x@example.org")):
        seat(person, series)
    seat(people.person("Đã Rút"), series, state="withdrawn")
    seat(people.person("Tạm Dừng", paused_at=at), series)
    with mode("write"):
        db.session.merge(made["Giàng A Páo"]).contacts[0].verified_at = at
        db.session.commit()
    rows = tell(visit, trainer, series).soup.select("tbody tr")
    assert [row.th.get_text() for row in rows] == ["Lò Thị Anh", "Lò Thị Ánh", "Vàng A Chứ", "Giàng A Páo"]
    assert rows[0].td.get_text() == "0912 ••• 673" and "345" not in rows[0].get_text()
    monkeypatch.setitem(app.config, "TEXT_URL", "http://127.0.0.1:9/send")
    assert "Giàng A Páo" not in tell(visit, trainer, series)


def test_a_long_list_goes_on_on_the_next_page(visit, series, trainer):
    for number in range(52):
        seat(people.person(f"Lò Thị {chr(97 + number % 26)}{number // 26}"), series)
    first = tell(visit, trainer, series)
    second = visit.as_(trainer).get(first.soup.select_one("a[rel=next]")["href"])
    shown = [[row.th.get_text() for row in page.soup.select("tbody tr")] for page in (first, second)]
    assert [len(part) for part in shown] == [50, 2]
    everybody = [person.name for person in whom.unreached(series.id, by_text=False, most=100)]
    assert shown[0] + shown[1] == everybody
    assert second.soup.select_one("a[rel=prev]") and not second.soup.select("a[rel=next]")
    assert len(tell(visit, trainer, series, after="nobody").soup.select("tbody tr")) == 50


def test_looking_at_the_list_is_recorded_and_nobody_else_may(visit, series, trainer, learner):
    def readings():
        return len(list(db.session.scalars(select(Entry).where(Entry.action == "enrolment.unreached-read"))))

    assert "Mọi người trong lớp đều nhận được thư." in tell(visit, trainer, series) and readings() == 0
    seat(people.person(), series)
    for person, status in ((people.trainer(), 404), (learner, 404), (people.coordinator("12"), 404)):
        assert tell(visit, person, series).status == status
    assert readings() == 0
    assert tell(visit, people.coordinator(), series).status == 200 and readings() == 1


@pytest.mark.parametrize("many", [1, 30])
def test_the_number_of_statements_does_not_grow(visit, series, trainer, many, statements):
    for _number in range(many):
        seat(people.person(), series)
    mine, path = visit.as_(trainer), f"/teach/{series.public_id}/tell"
    mine.get(path)
    statements.clear()
    mine.get(path)
    assert len([text for text in statements if text.startswith("SELECT")]) <= 9, statements
