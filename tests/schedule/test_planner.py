"""Planning a term with one form: holidays, copies, warnings, the window of enrolment, two trainers."""

from datetime import date, time

import pytest
from sqlalchemy import select, update

from lms.audit.models import Entry
from lms.core.clock import local
from lms.core.db import db, mode
from lms.places.models import Holiday
from lms.schedule import queries
from lms.schedule.models import Series
from tests.factories import enrolment, people
from tests.factories import schedule as make

#: The last holiday shipped.
CULTURE_DAY = "2028-11-24"
TYPED = {
    "title": "Livestream bán hàng, khóa 2",
    "weekdays": "4",
    "starts": "19:30",
    "minutes": "90",
    "first": "2027-01-14",
    "count": "12",
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
    return TYPED | {"track": str(make.track(modules=["Ba giây đầu", "Khung hình"]).id)}


@pytest.fixture
def holidays(app):
    """The list as it was shipped, also after the test."""
    yield
    with mode("write"):
        db.session.execute(update(Holiday).where(Holiday.on == date(2028, 11, 24)).values(days=1, confirmed=False))
        db.session.execute(Holiday.__table__.delete().where(Holiday.on == date(2028, 12, 7)))
        db.session.commit()


def newest():
    return db.session.scalars(select(Series).order_by(Series.id.desc())).first()


def test_twelve_weeks_around_tet_with_all_there_is_to_say(mine, typed):
    said = {
        "opens": "1/12/2026",
        "closes": "31/12/2026",
        "room_capacity": "300",
        "overflow_url": "https://youtube.com/live/abc",
        "zalo_url": "https://zalo.me/g/abcdef",
    }
    page = mine.post("schedule.trainer.create", typed | said | {"weekdays": ["4", "6"], "do": "preview"})
    assert [s.get_text() for s in page.soup.select(".skipped s")] == ["T7 6/2"] and "Tết Nguyên đán" in page
    assert "Phòng chứa 300 người, lớp có 500 chỗ. Những người còn lại xem trực tiếp." in page
    assert mine.post("schedule.trainer.create", typed | said | {"do": "publish"}).status == 303
    series = newest()
    assert [str(local(item).date()) for item in (series.enrol_from, series.enrol_until)] == ["2026-12-01", "2027-01-01"]
    assert (series.room_capacity, series.zalo_url) == (300, "https://zalo.me/g/abcdef")
    assert len(queries.sessions_of(series)) == 12
    page = mine.get("schedule.trainer.series", series_id=series.public_id)
    assert (page.value("opens"), page.value("closes")) == ("2026-12-01", "2026-12-31")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("room_capacity", "nhiều", "Nhập một số, ví dụ 300"),
        ("room_capacity", "0", "Nhập một số từ 1 đến 100.000"),
        ("overflow_url", "youtube.com", "Đường dẫn cần bắt đầu bằng https://"),
        ("zalo_url", "0912345678", "Đường dẫn cần bắt đầu bằng https://"),
        ("opens", "mai", "Nhập ngày, ví dụ 7/1/2027"),
        ("opens", "0001-01-01", "Nhập ngày, ví dụ 7/1/2027"),
        ("closes", "9999-12-31", "Nhập ngày, ví dụ 7/1/2027"),
        ("closes", "2026-11-30", "Ngày này trước cả ngày mở đăng ký"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(mine, typed, field, value, sentence):
    data = typed | {"opens": "1/12/2026", field: value, "do": "publish"}
    page = mine.post("schedule.trainer.create", data)
    assert page.status == 422 and page.errors == [sentence] and page.value(field) == value and newest() is None


def test_an_unknown_room_or_group_is_a_warning_and_no_refusal(mine, typed):
    odd = {"room": "https://phong.example.org/1", "zalo_url": "https://facebook.com/groups/1"}
    assert mine.post("schedule.trainer.create", typed | odd | {"do": "publish"}).status == 303
    page = mine.get("schedule.trainer.series", series_id=newest().public_id)
    assert "Loại phòng học này còn lạ" in page and "Đây không phải đường dẫn nhóm Zalo" in page


def test_a_class_over_midnight(mine, typed):
    late = {"starts": "23:30", "minutes": "60", "count": "1", "do": "publish"}
    mine.post("schedule.trainer.create", typed | late)
    (session,) = queries.sessions_of(newest())
    assert [str(local(item)) for item in (session.starts_at, session.ends_at)] == [
        "2027-01-14 23:30:00+07:00",
        "2027-01-15 00:30:00+07:00",
    ]
    assert "23:30 – 00:30" in mine.get("schedule.trainer.session", session_id=session.public_id)


def test_nobody_is_the_second_trainer_of_oneself(visit, mine, trainer, typed):
    other = people.trainer("Đặng Thị Hòa")
    offered = {item["value"] for item in mine.get("schedule.trainer.new").soup.select("#second_trainer option")}
    assert offered == {"", other.public_id}
    mine.post("schedule.trainer.create", typed | {"second_trainer": trainer.public_id, "do": "draft"})
    assert [person.id for person in newest().trainers] == [trainer.id]
    twice = {"first_trainer": other.public_id, "second_trainer": other.public_id, "do": "draft"}
    page = visit.as_(people.coordinator()).post("schedule.trainer.create", typed | twice)
    assert page.status == 422 and page.errors == ["Chọn người khác với giảng viên thứ nhất, hoặc để trống"]


def test_another_class_in_the_same_room_is_a_clash(mine, typed):
    other = people.trainer("Đặng Thị Hòa")
    make.series(
        other, date(2027, 1, 14), 1, starts=time(20, 0), title="Lớp AI", room_url="https://zoom.us/j/81234567890"
    )
    make.series(other, date(2027, 1, 21), 1, title="Phòng khác", room_url="https://zoom.us/j/9")
    page = mine.post("schedule.trainer.create", typed | {"do": "preview"})
    (line,) = page.soup.select(".dates .clash")
    assert "Trùng phòng: Lớp AI, Thứ Năm 14/1, 20:00 – 21:30" in line.get_text(" ", strip=True)
    assert mine.post("schedule.trainer.create", typed | {"do": "publish"}).status == 422
    assert mine.post("schedule.trainer.create", typed | {"do": "publish", "even_if_busy": "y"}).status == 303


def test_a_finished_series_is_copied_to_a_new_term(mine, trainer):
    other = people.trainer("Đặng Thị Hòa")
    track = make.track("T8", modules=["Ba giây đầu"])
    source = make.series([trainer, other], count=3, state="finished", track_id=track.id, zalo_url="https://zalo.me/g/x")
    ((module, _title),) = queries.modules_of(track.id)
    make.sessions_of(source)[1].module_id = module
    enrolment.enrol(people.person(), source)
    page = mine.get("schedule.trainer.copy", series_id=source.public_id)
    names = ("title", "starts", "minutes", "count", "seats", "room", "topics", "summary", "track", "second_trainer")
    taken = {name: page.value(name) for name in names}
    assert (taken["title"], taken["count"], taken["second_trainer"]) == (source.title, "3", other.public_id)
    assert page.value("first") in (None, "") and page.value("zalo_url") in (None, "")
    refused = mine.post("schedule.trainer.create_copy", taken | {"weekdays": "4"}, series_id=source.public_id)
    assert refused.status == 422 and refused.errors == ["Nhập ngày, ví dụ 7/1/2027"]
    data = taken | {"weekdays": "4", "first": "2027-03-04", "do": "publish"}
    assert mine.post("schedule.trainer.create_copy", data, series_id=source.public_id).status == 303
    made = newest()
    assert (made.copied_from_id, made.id == source.id, made.state) == (source.id, False, "published")
    sessions = queries.sessions_of(made)
    assert [item.topic for item in sessions] == [item.topic for item in make.sessions_of(source)]
    assert [item.module_id for item in sessions] == [None, module, None]
    assert [person.id for person in made.trainers] == [trainer.id, other.id]


def test_the_list_of_holidays_is_kept_by_national_coordinators(visit, mine, holidays, typed):
    national = visit.as_(people.coordinator())
    assert mine.get("schedule.coordinator.holidays").status == 403
    assert visit.as_(people.coordinator("12")).get("schedule.coordinator.holidays").status == 403
    page = national.get("schedule.coordinator.holidays", on=CULTURE_DAY)
    assert page.value("name_vi") == "Ngày Văn hóa Việt Nam" and "Tết Nguyên đán" in page
    added = {"on": "7/12/2028", "name_vi": "Ngày hội bản", "name_en": "Village fair", "days": "2", "days_before": "1"}
    assert national.post("schedule.coordinator.put", added).status == 303
    dates = typed | {"first": "2028-12-06", "weekdays": "3", "count": "2", "do": "preview"}
    assert "Ngày hội bản" in mine.post("schedule.trainer.create", dates)
    assert national.post("schedule.coordinator.end", on="2028-12-07").status == 303
    assert "Ngày hội bản" not in mine.post("schedule.trainer.create", dates)
    assert "Không còn nghỉ" in national.get("schedule.coordinator.holidays")
    assert national.post("schedule.coordinator.end", on="2028-12-09").status == 404
    assert national.post("schedule.coordinator.end", on="mai").status == 404
    ours = select(Entry.action, Entry.detail).where(Entry.subject_kind == "holiday")
    acts = db.session.execute(ours.order_by(Entry.id))
    assert [tuple(row) for row in acts] == [
        ("schedule.holiday-put", {"on": "2028-12-07", "days": 2}),
        ("schedule.holiday-ended", {"on": "2028-12-07"}),
    ]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("on", "31/2/2028", "Nhập ngày, ví dụ 7/1/2027"),
        ("name_vi", "", "Nhập tên tiếng Việt"),
        ("name_en", " ", "Nhập tên tiếng Anh"),
        ("days", "15", "Nhập một số từ 1 đến 14"),
        ("days_before", "3", "Số ngày trước lễ không thể nhiều hơn tổng số ngày nghỉ"),
    ],
)
def test_what_is_no_holiday(visit, field, value, sentence):
    data = {"on": "7/12/2028", "name_vi": "Hội", "name_en": "Fair", "days": "2", "days_before": "0"} | {field: value}
    page = visit.as_(people.coordinator()).post("schedule.coordinator.put", data)
    assert page.status == 422 and page.errors == [sentence]
    assert db.session.get(Holiday, date(2028, 12, 7)) is None
