"""Every form of a report, each from a file written for it: what stands in it, read as it was meant."""

from datetime import date
from pathlib import Path

import pytest

from lms.attendance.reading import read
from lms.core.clock import local

REPORTS = Path(__file__).parent / "reports"
ON = date(2026, 3, 4)
#: File -> (platform and form, order, window, lines). A line: its number, name, original name, e-mail, joined, left,
#: seconds, and whatever is unusual about it.
EXPECTED = {
    "zoom_a.csv": ("zoom A", "mdy", "03-04 19:28:11 – 03-04 21:02:40", [
        (5, "Cô Thu", None, "co.thu@lophoc.vn", None, None, 5700, "host"),
        (6, "Lường Thị Ban", "Ban Luong", None, None, None, 5280, ""),
        (7, "Vàng Seo Chẩn", None, "chan.vs@thu.vn", None, None, 2460, ""),
        (8, "Hồ A Tủa #A7K2", None, None, None, None, 60, ""),
    ]),
    "zoom_b.csv": ("zoom B", "mdy", "03-04 19:31:02 – 03-04 21:02:38", [
        (2, "Lường Thị Ban", "Ban Luong", None, "19:31:02", "20:12:45", 2503, ""),
        (3, "Lường Thị Ban", "Ban Luong", None, "20:14:00", "21:02:38", 2918, ""),
        (4, "Chẩn, Vàng Seo", None, "chan.vs@thu.vn", "20:20:00", "21:00:59", 2459, ""),
        (5, "Hồ A Tủa #A7K2", None, None, "19:45:10", "19:45:30", 20, ""),
    ]),
    "zoom_c.csv": ("zoom C", "mdy", "03-18 19:26:05 – 03-18 21:03:12", [
        (5, "Cô Thu", None, "co.thu@lophoc.vn", "19:26:05", "21:03:12", 5827, "host"),
        (6, "Đinh Văn Dẻo", None, None, "19:30:00", "20:50:30", 4830, ""),
        (7, "Đinh Văn Dẻo", None, None, "19:40:15", "21:00:00", 4785, ""),
        (8, "Đinh Văn Dẻo", None, None, "20:10:00", "20:11:00", 60, ""),
        (9, "iPhone của Sua", None, None, "19:33:00", "19:33:20", 20, ""),
    ]),
    "zoom_c_saved.xlsx": ("zoom C", "ydm", "03-04 19:26:05 – 03-04 21:03:12", [
        (5, "Cô Thu", None, "co.thu@lophoc.vn", "19:26:05", "21:03:12", 5827, "host"),
        (6, "Đinh Văn Dẻo", "Deo", None, "19:30:00", "20:50:30", 4830, ""),
    ]),
    "zoom_d.csv": ("zoom D", None, None, [
        (2, "Bàn Thị Mụi", None, "mui.ban@thu.vn", None, None, 4380, ""),
        (3, "Lý Mùi Sênh", "sênh (nhóm 2)", None, None, None, 720, ""),
        (5, "Tẩn A Chiệp", None, None, None, None, 5400, ""),
    ]),
    "zoom_e.csv": ("zoom E", "dmy", "03-18 19:28:00 – 03-18 21:04:00", [
        (2, "Thầy Khang", None, "khang@lophoc.vn", "19:28:00", "21:04:00", 5760, "host"),
        (3, "Sùng Thị Dợ", None, None, "19:29:00", "19:35:00", 360, "waiting"),
        (4, "Sùng Thị Dợ", None, "do.sung@thu.vn", "19:35:00", "21:00:00", 5100, ""),
    ]),
    "zoom_f.csv": ("zoom F", "ymd", "03-04 19:31:00 – 03-04 21:00:00", [
        (2, "Thào A Sử", None, None, "19:31:00", "20:59:59", 5339, ""),
        (3, "Quàng Thị Piềng", "Piềng", "pieng@thu.vn", "19:40:30", "21:00:00", 4770, ""),
    ]),
    "zoom_g.csv": ("zoom G", "mdy", "03-04 19:29:00 – 03-04 21:00:07", [
        (2, "Phùng Tả Mẩy", None, "may.phung@thu.vn", "19:20:10", "19:29:00", 530, "waiting"),
        (3, "Phùng Tả Mẩy", None, "may.phung@thu.vn", "19:29:00", "21:00:07", 5467, ""),
        (4, "Galaxy A12", None, None, "19:50:00", "20:10:00", 1200, ""),
    ]),
    "zoom_h.csv": ("zoom H", "ymd", "03-04 19:29:30 – 03-04 21:00:00", [
        (5, "Nông Văn Tò", "Tò Nông", None, None, None, 3840, ""),
        (6, "Mã Thị Va", None, "va.ma@thu.vn", None, None, 5460, ""),
    ]),
    "zoom_i.csv": ("zoom I", "dmy", "03-25 19:30:10 – 03-25 21:00:00", [
        (2, "Hảng Thị Xúa", "xua hang", "xua@thu.vn", "19:30:10", "20:45:40", 4530, ""),
        (3, "Cứ A Sình", None, None, "19:58:00", "21:00:00", 3720, ""),
    ]),
    "zoom_i_unique.csv": ("zoom I", "dmy", "03-25 19:29:30 – 03-25 21:02:00", [
        (5, "Hảng Thị Xúa", "xua hang", "xua@thu.vn", None, None, 4560, ""),
        (6, "Cứ A Sình", None, None, None, None, 3720, ""),
    ]),
    "zoom_j.csv": ("zoom J", "ymd", "03-04 19:31:05 – 03-04 21:00:00", [
        (2, "Đặng Thị Khé", None, "khe@thu.vn", "19:31:05", "21:00:00", 5335, ""),
        (3, "김하늘", "Hà Kim", None, "19:40:00", "20:00:30", 1230, ""),
    ]),
    "zoom_k.csv": ("zoom K", "mdy", "03-04 19:27:00 – 03-04 21:02:00", [
        (7, "Cô Thu", None, "co.thu@lophoc.vn", "19:27:00", "21:02:00", 5700, "host"),
        (10, "Thầy Khang", None, "khang@lophoc.vn", "19:31:00", "20:31:00", 3600, "panelist"),
        (13, "Lò Thị Chiêng", "Chiêng", "chieng@thu.vn", "19:35:00", "20:00:10", 1510, ""),
        (14, "Lò Thị Chiêng", "Chiêng", "chieng@thu.vn", "20:05:00", "21:00:00", 3300, ""),
        (15, "Giàng A Kỷ", None, "ky@thu.vn", None, None, None, "no-show"),
        (18, "84******678", None, None, "19:40:00", "19:50:00", 600, ""),
    ]),
    "teams.csv": ("teams teams", "mdy", "11-26 19:25:10 – 11-26 21:01:00", [
        (13, "Y Thoa Niê", None, None, "20:00:00", "20:20:00", 1200, ""),
        (17, "Cô Thu", None, "co.thu@lophoc.vn", "19:25:10", "21:01:00", 5750, "host co.thu@lophoc.vn"),
        (18, "Xồng Bá Lầu", None, "lau@thu.vn", "19:31:00", "20:10:12", 2352, "lau@thu.vn"),
        (19, "Xồng Bá Lầu", None, "lau@thu.vn", "20:25:00", "20:59:30", 2070, "lau@thu.vn"),
    ]),
    "teams_people.csv": ("teams teams", "mdy", "11-26 19:25:10 – 11-26 21:01:00", [
        (11, "Cô Thu", None, "co.thu@lophoc.vn", "19:25:10", "21:01:00", 5750, "host co.thu@lophoc.vn"),
        (12, "Xồng Bá Lầu", None, "lau@thu.vn", "19:31:00", "20:59:30", 4422, "lau@thu.vn"),
        (13, "Y Thoa Niê", None, None, "20:00:00", "20:20:00", 1200, ""),
    ]),
    "teams_classic.csv": ("teams teams-classic", "dmy", "11-26 19:25:00 – 11-26 20:25:00", [
        (2, "Cô Thu", None, None, "19:25:00", None, None, ""),
        (3, "Xồng Bá Lầu", None, None, "19:31:00", "20:10:12", 2352, ""),
        (5, "Y Thoa Niê", None, None, "20:00:00", None, None, ""),
        (6, "Xồng Bá Lầu", None, None, "20:25:00", None, None, ""),
    ]),
    "meet.csv": ("meet meet", None, "03-04 19:28:00 – 03-04 20:53:00", [
        (2, "Ban Lường Thị", None, "ban.lt@thu.vn", "19:28:00", "20:45:00", 3720, ""),
        (3, "Chẩn Vàng Seo", None, None, "20:05:00", "20:53:00", 2880, ""),
    ]),
}  # fmt: skip
ABOUT = {
    "zoom_a.csv": ("Bán hàng qua mạng, buổi 3", "84122073391"),
    "zoom_c_saved.xlsx": ("Bán hàng qua mạng, buổi 3", "84122073391"),
    "zoom_e.csv": ("Quay phim bằng điện thoại", "91244567781"),
    "zoom_h.csv": ("Làm cửa hàng", "95500123456"),
    "zoom_i_unique.csv": ("Làm cửa hàng", "95500123456"),
    "zoom_k.csv": ("Ngày hội bán hàng", "87712340099"),
    "teams.csv": ("Chụp ảnh sản phẩm", None),
    "zoom_b.csv": (None, None),
}


def clock(moment):
    return moment and f"{local(moment):%H:%M:%S}"


def unusual(line):
    """What is said of few lines: a role, the waiting room, a no-show, an id."""
    role = "" if line.role == "attendee" else line.role
    words = [role, "waiting" * line.waiting_room, "no-show" * (not line.attended), line.participant_id]
    return " ".join(filter(None, words))


def told(line):
    times = clock(line.joined), clock(line.left), line.seconds
    return (line.line, line.name, line.original_name, line.email, *times, unusual(line))


def opened(name, **values):
    return read((REPORTS / name).read_bytes(), **({"on": ON} | values))


@pytest.mark.parametrize("name", EXPECTED)
def test_each_form_is_read(name):
    form, order, window, lines = EXPECTED[name]
    found = opened(name)
    assert f"{found.platform} {found.form}" == form
    assert [told(line) for line in found.lines] == lines
    assert (found.order, found.asks, found.refused) == (order, (), [])
    assert window == (found.window and " – ".join(f"{local(moment):%m-%d %H:%M:%S}" for moment in found.window))


def test_every_file_is_expected():
    assert {path.name for path in REPORTS.iterdir()} == {*EXPECTED, "unknown.csv"}


@pytest.mark.parametrize("name", ABOUT)
def test_the_meeting_is_named(name):
    found = opened(name)
    assert (found.topic, found.meeting_id) == ABOUT[name]


def test_a_line_that_only_ends_a_visit_is_named():
    assert opened("teams_classic.csv").ends == (4,)


def test_clock_times_need_the_day_of_the_session():
    found = opened("meet.csv", on=None)
    assert [(line.joined, line.left, line.seconds) for line in found.lines] == [(None, None, 3720), (None, None, 2880)]
    assert (found.window, found.asks) == (None, ())


def union(lines):
    """Seconds in which at least one of these visits was going on."""
    covered, until = 0, None
    for line in sorted(lines, key=lambda line: line.joined):
        start = line.joined if until is None or line.joined > until else until
        covered += max(0, int((line.left - start).total_seconds()))
        until = line.left if until is None else max(until, line.left)
    return covered


def test_two_devices_of_one_person_can_be_laid_over_each_other():
    """The file says 81 + 80 + 1 minutes; from 19:30 to 21:00 there are only 90."""
    mine = [line for line in opened("zoom_c.csv").lines if line.name == "Đinh Văn Dẻo"]
    assert sum(line.seconds for line in mine) == 9675
    assert union(mine) == 90 * 60


def test_a_visit_of_seconds_is_not_a_minute():
    """Both are "1" in the column of minutes; where there are no times, that is all that is known."""
    assert [line.seconds for line in opened("zoom_b.csv").lines if line.line == 5] == [20]
    assert [line.seconds for line in opened("zoom_a.csv").lines if line.line == 8] == [60]


def test_the_host_is_known_by_name_where_no_address_is_given():
    """Only somebody who is signed in to the host's account: a learner may bear any name."""
    block = "Topic,ID,Host name,Duration (minutes),Start time,End time,Participants\nLớp,81,Cô Thu,9,,,3\n\n"
    people = "Name (original name),Email,Total duration (minutes),Guest\nCô Thu,,91,No\nCô Thu,,80,Yes\nMẩy,,70,No\n"
    assert [line.role for line in read((block + people).encode()).lines] == ["host", "attendee", "attendee"]


@pytest.mark.parametrize(
    "head",
    [
        "Tên,Họ,Email,Thời lượng,Thời gian tham gia,Thời gian thoát",
        "First name,Last name,Email,Duration,Time joined,Time exited",
    ],
)
def test_meet_in_two_languages(head):
    found = read(f"{head}\nPao,Lò Văn,pao@thu.vn,1 giờ 2 phút,19:28,20:45\n".encode(), on=ON)
    assert [told(line) for line in found.lines] == [
        (2, "Pao Lò Văn", None, "pao@thu.vn", "19:28:00", "20:45:00", 3720, "")
    ]
    assert found.platform == "meet"


def test_teams_in_vietnamese():
    """Its sections are known by their numbers, whatever they are called."""
    text = (
        "1. Tóm tắt\nTiêu đề cuộc họp\tLớp tối\n\n2. Người tham gia\n"
        "Tên\tTham gia lần đầu\tRời đi lần cuối\tThời lượng trong cuộc họp\tEmail\tID người tham gia (UPN)\tVai trò\n"
        "Cô Thu\t26/11/2025, 19:25:10\t26/11/2025, 21:01:00\t1 giờ 35 phút 50 giây\t\tthu@lophoc.vn\tNgười tổ chức\n\n"
        "3. Hoạt động trong cuộc họp\nTên\tThời gian tham gia\tThời gian rời đi\tThời lượng\tEmail\tVai trò\n"
        "Cô Thu\t26/11/2025, 19:25:10\t26/11/2025, 21:01:00\t1 giờ 35 phút 50 giây\t\tNgười tổ chức\n"
    )
    found = read(text.encode("utf-16-le"))
    assert [told(line)[1:] for line in found.lines] == [
        ("Cô Thu", None, "thu@lophoc.vn", "19:25:10", "21:01:00", 5750, "host thu@lophoc.vn"),
    ]
    assert (found.form, found.topic, found.order) == ("teams", "Lớp tối", "dmy")


def test_two_of_one_name_keep_their_addresses_in_teams():
    """Section 3 has no ids; that of section 2 is given to a visit only where one person can have made it."""
    people = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    visits = "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    times = "11/26/25, 7:00:00 PM\t11/26/25, 8:00:00 PM\t1h"
    text = (
        f"2. Participants\n{people}Lan\t{times}\ta@thu.vn\tua\tPresenter\nLan\t{times}\tb@thu.vn\tub\tPresenter\n"
        f"3. In-Meeting Activities\n{visits}Lan\t{times}\tb@thu.vn\tPresenter\nLan\t{times}\t\tPresenter\n"
    )
    assert [(line.line, line.email, line.participant_id) for line in read(text.encode("utf-16")).lines] == [
        (7, "b@thu.vn", "ub"), (8, None, None),
    ]  # fmt: skip
