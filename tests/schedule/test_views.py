"""The planner and a trainer's own classes."""

from datetime import date, time

import pytest
from icalendar import Calendar
from sqlalchemy import event, select

from lms.core.db import db, mode
from lms.people import actions
from lms.people.rules import RoleName
from lms.schedule import queries
from lms.schedule.models import Series
from tests.factories import people
from tests.factories import schedule as make

TYPED = {
    "title": "Livestream bán hàng, khóa 2",
    "weekdays": "4",
    "starts": "19:30",
    "minutes": "90",
    "first": "2027-01-28",
    "count": "4",
    "seats": "500",
    "room": make.ROOM,
    "summary": "",
    "topics": "",
    "second_trainer": "",
}


@pytest.fixture
def trainer(app):
    return people.trainer()


@pytest.fixture
def mine(visit, trainer):
    return visit.as_(trainer)


@pytest.fixture
def typed(app):
    """What a trainer types for four Thursdays around Tết 2027."""
    return TYPED | {"track": str(make.track(modules=["Ba giây đầu", "Khung hình"]).id)}


def all_series():
    return list(db.session.scalars(select(Series).order_by(Series.id)))


def test_without_classes_the_page_leads_to_the_planner(mine):
    page = mine.get("schedule.trainer.mine")
    assert page.h1 == "Lớp của tôi" and page.soup.select_one(".none a")["href"] == "/teach/new"


def test_ones_own_classes_and_not_those_of_others(mine, trainer):
    make.series(trainer, title="Lớp của tôi")
    make.series(people.trainer("Đặng Thị Hòa"), title="Lớp khác")
    page = mine.get("schedule.trainer.mine")
    assert [tag.get_text() for tag in page.soup.select(".rows .h")] == ["Lớp của tôi"]
    assert "Buổi tới: Thứ Năm 26/11, 19:30" in page


def test_a_coordinator_sees_every_class_page_by_page(visit, trainer):
    for number in range(31):
        make.series(trainer, count=1, title=f"Lớp {number}")
    theirs = visit.as_(people.coordinator())
    first = theirs.get("schedule.trainer.mine")
    again = theirs.get(first.soup.select_one("a[rel=next]")["href"])
    titles = {tag.get_text() for page in (first, again) for tag in page.soup.select(".rows .h")}
    assert len(titles) == 31
    assert theirs.get("schedule.trainer.mine", after="x").status == 200


def test_a_learner_may_not_plan(visit, trainer):
    learner = visit.as_(people.person())
    assert learner.get("schedule.trainer.new").status == learner.post("schedule.trainer.create").status == 403
    assert visit.get("schedule.trainer.new").location.startswith("/sign-in")


def test_the_dates_are_shown_and_nothing_is_kept(mine, typed):
    page = mine.post("schedule.trainer.create", typed | {"weekdays": "6", "do": "preview"})
    lines = [li.get_text(" ", strip=True) for li in page.soup.select(".dates > li")]
    assert page.status == 200 and page.value("title") == TYPED["title"]
    assert len(lines) == 4 + len(page.soup.select(".skipped")) and page.soup.select(".skipped s")
    assert "Ba giây đầu" in lines[0] and "Nguyên đán" in page and all_series() == []


def test_a_draft_is_kept_and_then_published(mine, trainer, typed):
    answer = mine.post("schedule.trainer.create", typed | {"do": "draft"})
    (series,) = all_series()
    assert (answer.status, answer.location) == (303, f"/teach/{series.public_id}")
    assert series.state == "draft" and [person.id for person in series.trainers] == [trainer.id]
    assert "Bản nháp" in mine.follow(answer)
    assert mine.post("schedule.trainer.publish", series_id=series.public_id).status == 303
    db.session.refresh(series)
    assert series.state == "published" and series.room_platform == "zoom"


def test_a_class_can_be_published_at_once(mine, typed):
    assert mine.post("schedule.trainer.create", typed | {"do": "publish"}).status == 303
    assert all_series()[0].state == "published"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Nhập tên lớp"),
        ("track", "x", "Chọn chuyên đề"),
        ("title", "a" * 161, "Viết nhiều nhất 160 ký tự"),
        ("weekdays", "", "Chọn ít nhất một ngày trong tuần"),
        ("starts", "25:99", "Nhập giờ, ví dụ 19:30"),
        ("minutes", "5", "Một buổi dài từ 15 đến 300 phút"),
        ("minutes", "chín mươi", "Nhập số phút của một buổi"),
        ("first", "31/2/2027", "Nhập ngày, ví dụ 7/1/2027"),
        ("first", "2207-01-07", "Xem lại năm của ngày học đầu tiên"),
        ("count", "61", "Một lớp có từ 1 đến 60 buổi"),
        ("seats", "0", "Nhập một số từ 1 đến 100.000"),
        ("room", "http://zoom.us/j/1", "Đường dẫn cần bắt đầu bằng https://"),
        ("room", "ftp://zoom.us/j/1", "Chỉ dán đường dẫn của phòng học"),
        ("topics", "a\nb\nc\nd\ne", "Có 5 chủ đề cho 4 buổi"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_above_and_nothing_is_kept(mine, typed, field, value, sentence):
    page = mine.post("schedule.trainer.create", typed | {field: value, "do": "publish"})
    assert page.status == 422 and len(page.errors) == 1 and page.errors[0].startswith(sentence)
    assert page.soup.select_one(".field.bad .err").get_text(strip=True).startswith(sentence)
    if field not in ("track", "weekdays", "topics"):
        assert page.value(field) == value
    assert page.value("title") == (value if field == "title" else TYPED["title"]) and all_series() == []


@pytest.mark.parametrize("value", ["19:30", "19h30", "19.30", "19:30:00"])
@pytest.mark.parametrize("day", ["2027-01-28", "28/1/2027", "28.01.2027"])
def test_times_and_dates_are_read_as_people_write_them(mine, typed, value, day):
    mine.post("schedule.trainer.create", typed | {"starts": value, "first": day, "do": "draft"})
    (series,) = all_series()
    assert (series.starts_local, series.first_date) == (time(19, 30), date(2027, 1, 28))


def test_a_clash_stands_in_its_date_and_holds_up_publishing_until_confirmed(mine, trainer, typed):
    make.series(trainer, date(2027, 1, 28), 1, starts=time(20, 0), title="Lớp AI cơ bản")
    page = mine.post("schedule.trainer.create", typed | {"do": "preview"})
    (line,) = page.soup.select(".dates .clash")
    assert "Trùng giảng viên và phòng: Lớp AI cơ bản, Thứ Năm 28/1, 20:00 – 21:30" in line.get_text(" ", strip=True)
    assert mine.post("schedule.trainer.create", typed | {"do": "publish"}).status == 422 and len(all_series()) == 1
    assert mine.post("schedule.trainer.create", typed | {"do": "publish", "even_if_busy": "y"}).status == 303


def test_a_draft_that_clashes_can_be_published_from_its_own_page(mine, trainer, typed):
    make.series(trainer, date(2027, 1, 28), 1, starts=time(20, 0), title="Lớp AI cơ bản")
    mine.post("schedule.trainer.create", typed | {"do": "draft"})
    number = all_series()[-1].public_id
    page = mine.post("schedule.trainer.publish", series_id=number)
    assert page.status == 422 and "Hai lớp cùng giờ vẫn diễn ra được" in page
    assert mine.post("schedule.trainer.publish", {"even_if_busy": "y"}, series_id=number).status == 303


def test_a_draft_is_planned_again(mine, trainer, typed):
    mine.post("schedule.trainer.create", typed | {"do": "draft"})
    (series,) = all_series()
    page = mine.get("schedule.trainer.dates", series_id=series.public_id)
    assert (page.value("first"), page.value("starts"), page.value("count")) == ("2027-01-28", "19:30", "4")
    mine.post("schedule.trainer.replan", typed | {"count": "2", "do": "publish"}, series_id=series.public_id)
    assert len(queries.sessions_of(series)) == 2
    assert mine.get("schedule.trainer.dates", series_id=series.public_id).status == 303


def test_a_coordinator_chooses_the_trainers_and_a_trainer_only_the_second(visit, mine, trainer, typed):
    other = people.trainer("Đặng Thị Hòa")
    chosen = {"first_trainer": other.public_id, "second_trainer": trainer.public_id, "do": "draft"}
    visit.as_(people.coordinator()).post("schedule.trainer.create", typed | chosen)
    mine.post("schedule.trainer.create", typed | chosen | {"second_trainer": other.public_id})
    assert [[person.id for person in series.trainers] for series in all_series()] == [
        [other.id, trainer.id],
        [trainer.id, other.id],
    ]


def test_a_series_of_others_is_as_missing_as_none(mine, app):
    theirs = make.series(people.trainer("Đặng Thị Hòa"))
    session = make.sessions_of(theirs)[0]
    for endpoint, name, number in (
        ("schedule.trainer.series", "series_id", theirs.public_id),
        ("schedule.trainer.dates", "series_id", theirs.public_id),
        ("schedule.trainer.session", "session_id", session.public_id),
    ):
        other, none = mine.get(endpoint, **{name: number}), mine.get(endpoint, **{name: "aaaaaaaaaaaaa"})
        assert other.status == none.status == 404
        ours = [page.html.replace(page.headers["X-Request-Id"], "").replace(number, "") for page in (other, none)]
        assert ours[0] == ours[1].replace("aaaaaaaaaaaaa", "")
    assert mine.post("schedule.trainer.cancel", {"reason": "x"}, session_id=session.public_id).status == 404


def test_the_calendar_of_a_series_and_of_one_session(visit, trainer):
    series = make.series(trainer, count=3)
    session = make.sessions_of(series)[0]
    page = visit.get("schedule.feed.series", slug=series.slug)
    assert len(Calendar.from_ical(page.response.get_data()).walk("VEVENT")) == 3
    tag = page.headers["ETag"]
    assert visit.open("GET", f"/classes/{series.slug}/calendar.ics", headers={"If-None-Match": tag}).status == 304
    one = visit.get("schedule.feed.session", session_id=session.public_id)
    (item,) = Calendar.from_ical(one.response.get_data()).walk("VEVENT")
    assert "METHOD:PUBLISH" in one.html and str(item["ORGANIZER"]).startswith("mailto:")
    assert str(item["UID"]) == session.calendar_uid and "zoom" not in one.html


def test_a_draft_has_no_calendar(visit, trainer):
    series = make.series(trainer, state="draft")
    session = make.sessions_of(series)[0]
    assert visit.get("schedule.feed.series", slug=series.slug).status == 404
    assert visit.get("schedule.feed.session", session_id=session.public_id).status == 404


@pytest.mark.parametrize(("endpoint", "most"), [("schedule.trainer.mine", 3), ("schedule.trainer.series", 6)])
def test_the_number_of_statements_does_not_grow(mine, trainer, endpoint, most):
    series, counts, seen = make.series(trainer, count=1), [], []
    values = {"series_id": series.public_id} if endpoint.endswith("series") else {}

    def note(_connection, _cursor, statement, *_rest):
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    for _round in range(2):
        db.session.commit()
        seen.clear()
        mine.get(endpoint, **values)
        counts.append(len(seen))
        for _number in range(9):
            make.session(series)
            make.series([trainer, people.trainer()], count=2)
    event.remove(db.engine, "before_cursor_execute", note)
    assert counts[0] == counts[1] <= most, seen


@pytest.mark.parametrize("first", ["9999-12-31", "0001-01-01"])
def test_a_year_nobody_plans_for_is_said_beside_the_date(mine, typed, first):
    page = mine.post("schedule.trainer.create", typed | {"first": first})
    assert page.status == 422 and page.errors == ["Xem lại năm của ngày học đầu tiên"]


def test_who_is_a_trainer_no_more_runs_no_class(visit, trainer):
    """The class still names them; what they may do has ended with the role."""
    series = make.series(trainer)
    session = make.sessions_of(series)[0]
    with mode("write"):
        actions.end_role(trainer, RoleName.TRAINER, by=None, at=make.PLANNED)
        db.session.commit()
    reader = visit.as_(trainer)
    assert reader.get("schedule.trainer.series", series_id=series.public_id).status == 404
    assert reader.get("attendance.trainer.roll", session_id=session.public_id).status == 404
    assert reader.get("home.learner.session", session_id=session.public_id).location == f"/classes/{series.slug}"


def test_the_second_trainer_plans_again_without_pushing_the_first_one_out(visit, trainer, typed):
    second = people.trainer("Đặng Thị Hòa")
    series = make.series([trainer, second], state="draft", track_id=int(typed["track"]))
    data = typed | {"do": "draft", "second_trainer": second.public_id}
    assert visit.as_(second).post("schedule.trainer.replan", data, series_id=series.public_id).status == 303
    db.session.expire_all()
    assert [person.id for person in series.trainers] == [trainer.id, second.id]
