"""The trainer's desk: what is ready before a class, what moves during it, what is left after it."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from lms.attendance.models import Claim, Participant, Viewing
from lms.core.db import db
from lms.enrolment.models import Waiting
from lms.live.models import LiveEvent, LiveMeeting
from tests.factories import attendance, catalogue, enrolment, people, quizzes, schedule

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def evening(app):
    """(session, learner, trainer): the first of three, in ten minutes, with a module and its quiz of six questions."""
    trainer, learner = people.trainer("Đặng Thị Hòa"), people.person("Giàng A Páo", email="pao@example.org")
    quiz = quizzes.quiz(module=catalogue.module())
    series = schedule.series(trainer, count=3, track_id=quiz.module.track_id)
    session = schedule.sessions_of(series)[0]
    session.module_id = quiz.module_id
    enrolment.enrol(learner, series)
    return session, learner, trainer


@pytest.fixture
def desk(visit, evening):
    """The page of a moment."""
    session, _learner, trainer = evening
    return lambda stage=None: visit.as_(trainer).get(
        "home.trainer.desk", session_id=session.public_id, **{"stage": stage} if stage else {}
    )


def told(item):
    return " ".join(item.get_text(" ").split())


def steps(page, heading):
    """(open steps, done steps) under a heading, each as text."""
    section = page.soup.select_one(f"section[aria-labelledby={heading}]")
    still = [told(item).removeprefix("Chưa xong: ") for item in section.select(".rows li")]
    return still, [told(item).removeprefix("Đã xong: ") for item in section.select(".do-list li")]


def statements(visit, person, path):
    visitor, seen = visit.as_(person), []

    def count(_connection, _cursor, statement, *_rest):
        seen.extend([statement] if statement != "BEGIN" else [])

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", count)
    page = visitor.open("GET", path)
    event.remove(db.engine, "before_cursor_execute", count)
    assert page.status == 200
    return len(seen)


def zoom(session, state="made", meeting_id="81234567890"):
    values = {"due_at": session.starts_at, "changed_at": session.starts_at}
    db.session.add(LiveMeeting(series_id=session.series_id, state=state, meeting_id=meeting_id, **values))
    session.series.room_url = None
    db.session.commit()


def test_the_page_follows_the_moment(desk, clock, evening):
    session, *_others = evening
    for minutes, heading in ((-16, "ready"), (-15, "code-title"), (89, "code-title"), (90, "left")):
        clock.move_to(session.starts_at + minutes * MINUTE)
        assert desk().soup.select_one(f"#{heading}") is not None
    assert desk("odd").status == 200


def test_before_all_may_be_ready(desk, evening, at):
    session, _learner, trainer = evening
    session.slides_url = "https://example.org/slides"
    attendance.code(session, trainer, at=at)
    page = desk("before")
    still, done = steps(page, "ready")
    assert still == [] and "Mọi thứ đã sẵn sàng." in page
    assert done == [
        "Phòng học đã có đường dẫn Học viên chỉ thấy nút, không thấy đường dẫn",
        "Mã điểm danh đã sẵn sàng Ai nhập mã trước giờ mở cửa vẫn được giữ",
        "Bài kiểm tra đang mở: 6 câu Học viên làm lúc nào cũng được",
        "Slide",
        "1 người đã đăng ký.",
        "Thư nhắc tự gửi Thứ Tư 25/11, 19:30 · Thứ Năm 26/11, 18:30",
    ]
    assert page.soup.find("a", href=schedule.ROOM) is not None


def test_before_each_open_step_leads_to_where_it_is_done(desk, evening, at):
    session, _learner, _trainer = evening
    series, number = session.series, session.public_id
    session.module_id = series.room_url = series.room_platform = None
    enrolment.enrol(people.person("Sùng Thị Xua"), series)
    waits = people.person("Vàng A Chứ")
    db.session.add(Waiting(series_id=series.id, person_id=waits.id, state="waiting", asked_at=at))
    page = desk("before")
    still, done = steps(page, "ready")
    assert [line.split(" ", 2)[:2] for line in done] == [["2", "người"], ["Thư", "nhắc"]]
    links = [link["href"] for link in page.soup.select("section[aria-labelledby=ready] .rows a")]
    assert dict(zip(still, links, strict=True)) == {
        "Phòng học chưa có đường dẫn Đặt ở mục Sửa buổi học": f"/teach/sessions/{number}",
        "Chuẩn bị mã điểm danh Có thể mở trang chiếu mã từ buổi sáng": f"/sessions/{number}/code",
        "Chưa chọn học phần Có học phần thì bài học và bài kiểm tra đi cùng buổi học": f"/teach/sessions/{number}",
        "Slide Không bắt buộc": f"/teach/sessions/{number}",
        "1 người đang chờ chỗ Bạn có thể thêm chỗ ở đó": f"/teach/{series.public_id}/line",
        "Thư không đến được 1 người Dán lời nhắn có sẵn vào nhóm Zalo": f"/teach/{series.public_id}/tell",
    }


@pytest.mark.parametrize(
    ("state", "number", "words", "is_open"),
    [
        ("made", "81234567890", "Đã tạo cuộc họp Zoom Số 81234567890", False),
        ("wanted", None, "Zoom đang tạo cuộc họp Việc này tự chạy; ít phút nữa bạn xem lại", True),
        ("failed", None, "Zoom chưa tạo được cuộc họp Xem lý do, hoặc dán đường dẫn của bạn", True),
        ("given-up", None, "Phòng học chưa có đường dẫn Đặt ở mục Sửa buổi học", True),
    ],
)
def test_before_with_a_meeting_of_zoom(desk, evening, state, number, words, is_open):
    zoom(evening[0], state, number)
    still, done = steps(desk("before"), "ready")
    assert words in (still if is_open else done)


def test_before_a_link_nobody_knows_is_to_be_tried(desk, evening):
    session, *_others = evening
    session.room_url, session.room_platform = "https://lop.example.org/phong", "other"
    still, _done = steps(desk("before"), "ready")
    assert still[0] == "Đường dẫn phòng học không thuộc nền tảng quen thuộc Mở thử xem có đúng phòng không"


def figures(page):
    return {told(item.dt): told(item.dd) for item in page.soup.select(".counts > div")}


def test_during_the_figures_move(desk, visit, evening, at):
    session, learner, trainer = evening
    zoom(session)
    assert figures(desk("during")) == {"Đã bấm vào lớp": "0", "Đã nhập mã": "0", "Đã đăng ký": "1"}
    attendance.code(session, trainer, "4829", at=at)
    attendance.trace(session, learner, "click", at=at)
    attendance.trace(session, learner, "code", at=session.starts_at + 25 * MINUTE)
    attendance.decided(session, learner, at=session.starts_at + 25 * MINUTE)
    for number in ("1", "2"):
        body = {"participant": number, "registrant": None, "name": None}
        values = {"event": "meeting.participant_joined", "meeting_id": "81234567890", "instance": "x"}
        db.session.add(LiveEvent(key=number * 64, at=session.starts_at, received_at=at, body=body, **values))
    db.session.commit()
    page = desk("during")
    now = {"Đã bấm vào lớp": "1", "Đã nhập mã": "1", "Đang trong phòng": "2", "Đã đăng ký": "1"}
    assert figures(page) == now and "4829" in page
    moved = visit.as_(trainer).get("attendance.trainer.counts", session_id=session.public_id)
    assert figures(moved) == now
    assert page.soup.select_one("[data-copy]")["data-copy"].endswith(f"/sessions/{session.public_id}")


def test_during_late_ones_and_unclear_ones_are_named_as_figures(desk, evening, at):
    session, learner, trainer = evening
    attendance.marked(session, learner, trainer, "late", at=at)
    unsure = people.person("Sùng Thị Xua")
    enrolment.enrol(unsure, session.series)
    attendance.trace(session, unsure, "click", at=at)
    page = desk("during")
    assert "1 người vào muộn." in page
    assert told(page.soup.select_one(".count-box a")) == "1 người cần xem"


def test_after_what_is_left(desk, visit, evening, clock):
    session, learner, trainer = evening
    clock.move_to(session.ends_at + HOUR)
    late = session.ends_at
    other = people.person("Sùng Thị Xua")
    enrolment.enrol(other, session.series)
    attendance.ran(session, 0, 90, state="read", at=late)
    db.session.add(Participant(session_id=session.id, key="0" * 64, name="Galaxy A12", state="open", at=late))
    db.session.add(Claim(session_id=session.id, person_id=learner.id, state="open", note="Tôi có mặt", at=late))
    attendance.trace(session, other, "click", at=session.starts_at)
    still, done = steps(desk(), "left")
    assert done == []
    assert still == [
        "Một báo cáo đang chờ bạn xác nhận Trước đó, chưa có gì trong báo cáo được tính",
        "1 tên chưa nhận ra là ai Cho biết họ là ai, hoặc là khách",
        "1 học viên báo: tôi có mặt Họ đang chờ bạn trả lời",
        "1 người cần xem Dấu vết của họ chưa đủ rõ",
        "Viết một câu gửi lớp Ngay bên dưới",
    ]
    links = [link["href"] for link in desk().soup.select("section[aria-labelledby=left] .rows a")]
    assert all(link.startswith(f"/sessions/{session.public_id}/") for link in links[:-1]) and links[-1] == "#recap"
    assert [visit.as_(trainer).open("GET", link).status for link in links[:-1]] == [200, 200, 200, 200]


def test_after_all_may_be_done(desk, evening, clock):
    session, learner, trainer = evening
    clock.move_to(session.ends_at + HOUR)
    session.recap = "Kịch bản có sáu chặng."
    attendance.ran(session, 0, 90, at=session.ends_at)
    attendance.marked(session, learner, trainer, at=session.ends_at)
    page = desk()
    still, done = steps(page, "left")
    assert still == [] and "Mọi việc đã xong. Cảm ơn bạn." in page
    assert done == [
        "Đã có báo cáo của phòng học", "Mọi tên đều đã nhận ra", "Không ai đang chờ bạn trả lời",
        "Không ai có kết quả chưa rõ", "Lớp đã có tóm tắt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (10, "Báo cáo Zoom tự về, khoảng 21:45"),
        (50, "Tải lên báo cáo của phòng học Hoặc danh sách giấy, hoặc một người đến trực tiếp"),
    ],
)
def test_after_zoom_tells_by_itself(desk, evening, clock, minutes, words):
    session, *_others = evening
    zoom(session)
    clock.move_to(session.ends_at + minutes * MINUTE)
    still, _done = steps(desk(), "left")
    assert still[0] == words


def test_after_who_was_here_in_figures_that_lead_to_the_roll(desk, evening, clock, at):
    session, learner, trainer = evening
    marks = {"Sùng Thị Xua": "late", "Vàng A Chứ": "absent", "Lò Thị Mẩy": "excused"}
    for name, mark in marks.items():
        person = people.person(name)
        enrolment.enrol(person, session.series)
        attendance.marked(session, person, trainer, mark, at=at)
    attendance.marked(session, learner, trainer, at=at)
    clock.move_to(session.ends_at + HOUR)
    page = desk()
    assert figures(page) == {"Có mặt": "2", "Cần xem": "0", "Chưa thấy": "1"}
    assert "1 người vào muộn. 1 người vắng có phép." in page
    roll = f"/sessions/{session.public_id}/roll?show="
    assert [link["href"] for link in page.soup.select(".counts a")] == [roll + s for s in ("present", "look", "unseen")]


def test_after_who_needs_a_look_is_not_counted_as_unseen_too(desk, evening, clock):
    session, learner, _trainer = evening
    attendance.trace(session, learner, "click", at=session.starts_at)
    enrolment.enrol(people.person("Sùng Thị Xua"), session.series)
    clock.move_to(session.ends_at + HOUR)
    assert figures(desk()) == {"Có mặt": "0", "Cần xem": "1", "Chưa thấy": "1"}


def test_after_next_week(desk, evening, clock, at):
    session, *_others = evening
    clock.move_to(session.ends_at + HOUR)
    second, third = schedule.sessions_of(session.series)[1:]
    assert "Buổi 2: Chủ đề buổi 2 Thứ Năm 3/12, 19:30" in told(desk().soup.select_one("section[aria-labelledby=next]"))
    schedule.cancel(second, at=at)
    section = told(desk().soup.select_one("section[aria-labelledby=next]"))
    assert "Buổi 2, Thứ Năm 3/12, đã hủy." in section and "Buổi 3: Chủ đề buổi 3" in section
    schedule.change(third, day=third.date_local + timedelta(days=1), at=at)
    section = told(desk().soup.select_one("section[aria-labelledby=next]"))
    assert "Thứ Sáu 11/12, 19:30 – 21:00 Khác ngày giờ thường lệ" in section
    schedule.cancel(third, at=at)
    assert "Đây là buổi cuối của lớp." in desk()


def test_after_views_stand_apart(desk, evening, clock):
    session, _learner, trainer = evening
    clock.move_to(session.ends_at + HOUR)
    for figure, ended in ((1240, None), (999, session.ends_at)):
        db.session.add(
            Viewing(
                session_id=session.id,
                platform="tiktok",
                measure="views",
                figure=figure,
                read_at=session.ends_at,
                url="https://www.tiktok.com/a",
                by_id=trainer.id,
                at=session.ends_at,
                ended_at=ended,
            )  # fmt: skip
        )
    page = desk()
    assert "1.240 lượt xem trên TikTok (số của nền tảng)" in page and "999" not in page
    assert "1.240" not in told(page.soup.select_one(".counts"))


def test_the_class_leads_to_its_attendance_once_it_met(visit, evening, clock):
    session, _learner, trainer = evening

    def way():
        page = visit.as_(trainer).get("schedule.trainer.series", series_id=session.series.public_id)
        return page.soup.select_one("a[href$='/attendance/file']")

    assert way() is None
    clock.move_to(session.ends_at + MINUTE)
    taken = visit.as_(trainer).open("GET", way()["href"])
    assert (taken.status, taken.response.mimetype.rpartition(".")[2]) == (200, "sheet")


def test_few_statements_however_much_there_is(visit, desk, evening, at):
    session, _learner, trainer = evening
    zoom(session)

    def asked():
        path = f"/sessions/{session.public_id}/desk?stage="
        return [statements(visit, trainer, path + stage) for stage in ("before", "during", "after")]

    before = asked()
    for number in range(20):
        person = people.person(f"Người {number}")
        enrolment.enrol(person, session.series)
        attendance.marked(session, person, trainer, at=at)
        db.session.add(Participant(session_id=session.id, key=f"{number:064}", name="Khách", state="open", at=at))
    assert asked() == before and max(before) <= 6, before


def test_the_desk_is_for_those_who_run_the_session(visit, evening):
    session, learner, _trainer = evening
    for person in (learner, people.trainer("Nguyễn Văn Tùng"), people.coordinator("12")):
        assert visit.as_(person).get("home.trainer.desk", session_id=session.public_id).status == 404
        assert visit.as_(person).post("home.trainer.recap", session_id=session.public_id).status == 404
    assert visit.as_(people.coordinator("")).get("home.trainer.desk", session_id=session.public_id).status == 200


def test_a_cancelled_session_asks_for_nothing_to_be_made_ready_and_shows_no_code(desk, evening, at):
    ready, code = "section[aria-labelledby=ready]", "section[aria-labelledby=code-title]"
    assert desk("before").soup.select(ready) and desk("during").soup.select(code)
    schedule.cancel(evening[0], at=at)
    page = desk("before")
    assert "Buổi này đã hủy." in page
    assert page.soup.select(ready) == desk("during").soup.select(code) == []
