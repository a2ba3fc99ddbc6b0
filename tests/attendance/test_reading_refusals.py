"""What cannot be read: named, line by line or for the whole file, and never anything but a sentence."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.attendance.reading import NobodyInIt, SeveralReports, Unreadable, read, sentences
from lms.core.errors import RuleBroken
from lms.core.words import speak
from lms.files import sheets

REPORTS = Path(__file__).parent / "reports"
ON = date(2026, 3, 4)
HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent\n"
GOOD = "Vừ Thị Chở,,13/03/2026 19:30:00,13/03/2026 20:30:00,60,Yes,\n"
K_HEAD = "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest\n"


def opened(*lines, head=HEAD, **values):
    return read((head + "".join(lines)).encode(), **values)


@pytest.fixture(autouse=True)
def english():
    speak("en")
    yield
    speak("vi")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",,13/03/2026 19:30,13/03/2026 19:40,10,Yes,", "no_name"),
        ("Mẩy,,,,,Yes,", "no_time"),
        ("Mẩy,,--,--,--,Yes,", "no_time"),
        ("Mẩy", "no_time"),
        ("Mẩy,,,13/03/2026 19:40,10,Yes,", "no_join"),
        ("Mẩy,,soon,13/03/2026 19:40,10,Yes,", "bad_time"),
        ("Mẩy,,13/03/2026 19:30,later,10,Yes,", "bad_time"),
        ("Mẩy,,13/31/2026 19:30,13/31/2026 19:40,10,Yes,", "bad_time"),
        ("Mẩy,,31/02/2026 19:30,31/02/2026 19:40,10,Yes,", "bad_time"),
        ("Mẩy, Tả, Phùng,13/03/2026 19:30,13/03/2026 19:40,10,Yes,", "bad_time"),
        ("Mẩy,,13/03/2026 19:40,13/03/2026 19:30,10,Yes,", "left_first"),
        ("Mẩy,,13/03/2026 19:30,15/03/2026 19:30,10,Yes,", "far"),
        ("Mẩy,,13/03/2019 19:30,13/03/2019 19:40,10,Yes,", "far"),
        ("Mẩy,,15/03/2026 19:30,15/03/2026 19:40,10,Yes,", "far"),
    ],
)
def test_a_line_is_refused_with_its_reason(line, why):
    found = opened(GOOD, GOOD, f"{line}\n", GOOD)
    assert [(one.line, one.why) for one in found.refused] == [(4, why)]
    assert [one.line for one in found.lines] == [2, 3, 5]


def test_an_address_stands_for_a_name():
    line = opened(",Chan@Thu.vn,13/03/2026 19:30,13/03/2026 19:40,10,Yes,\n").lines[0]
    assert (line.name, line.email) == (None, "chan@thu.vn")


def test_a_refused_line_can_be_found_again():
    found = opened(GOOD, f"{'ạ' * 1500},,soon,13/03/2026 19:40,10,Yes,\n")
    assert found.refused[0].text == "ạ" * 119 + "…"


def test_every_reason_has_a_sentence_in_both_languages():
    english = [sentences.sentence(why) for why in sentences.WHY]
    speak("vi")
    vietnamese = [sentences.sentence(why) for why in sentences.WHY]
    assert len({*english, *vietnamese}) == 2 * len(sentences.WHY)
    assert sentences.sentence("left_first") == "Theo dòng này thì giờ rời lớp lại trước giờ vào"


def test_lines_of_other_meetings_are_named():
    head = "Topic,Meeting ID,Start Time,End Time,Name (Original Name),User Email,Join Time,Leave Time,Duration\n"
    line = "Lớp {0},81{0},1{0}/03/2026 19:30,1{0}/03/2026 21:00,{1},,1{0}/03/2026 19:31,1{0}/03/2026 20:30,59\n"
    both = [line.format(3, "Chở"), line.format(3, "Mẩy"), line.format(9, "Sua")]
    alone = opened(*both, head=head, on=date(2026, 3, 13))
    assert [one.name for one in alone.lines] == ["Chở", "Mẩy"]
    assert [(one.line, one.why) for one in alone.refused] == [(4, "other_meeting")]
    assert (alone.topic, alone.meeting_id) == ("Lớp 3", "813")
    neither = opened(*both, head=head, on=date(2026, 3, 15))
    assert ([one.name for one in neither.lines], neither.refused) == (["Chở", "Mẩy", "Sua"], [])


def test_unknown_headings_are_named():
    with pytest.raises(Unreadable) as refused:
        read((REPORTS / "unknown.csv").read_bytes())
    assert str(refused.value) == (
        "These headings are not known from a report of Zoom, Teams or Meet: "
        "“STT”, “Họ và tên học viên”, “Lớp”, “Điểm”. Export the participants again and choose that file"
    )
    speak("vi")
    assert "“STT”, “Họ và tên học viên”, “Lớp”, “Điểm”" in str(refused.value)


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("Duration (Minutes)", "Minutes?").replace("Leave", "Some"),
        HEAD.replace("Name (Original Name)", "Who"),
        "Nombre (nombre original),Correo,Hora de entrada,Hora de salida,Duración (minutos),Invitado\n",
        f"Attendee Report\nHost Details\n{K_HEAD}Yes,Thu,,13/03/2026 19:30,13/03/2026 20:30,60,No\n"
        "Attendee Details\nQui,Quand,Combien\n",
    ],
)
def test_a_heading_that_matters_is_never_guessed(head):
    with pytest.raises(Unreadable):
        opened("Mẩy,,whatever,13/03/2026 19:40,10,Yes\n", "Chở,,,,,\n", head=head)


def test_a_column_of_times_beside_that_of_joining_is_that_of_leaving():
    """The heading of leaving is known from no Vietnamese export for certain."""
    found = opened(GOOD, head=HEAD.replace("Leave Time", "Đi lúc"))
    assert [(line.seconds, line.left is not None) for line in found.lines] == [(3600, True)]
    other = opened("Chở,,13/03/2026 19:30:00,bận việc,61,Yes,\n", head=HEAD.replace("Leave Time", "Ghi chú"))
    assert [(line.seconds, line.left) for line in other.lines] == [(3660, None)]


@pytest.mark.parametrize("text", [HEAD, f"{HEAD},,,,\n\n", HEAD * 3])
def test_headings_alone_are_no_report(text):
    with pytest.raises(NobodyInIt):
        read(text.encode())


def test_a_workbook_with_two_reports_is_refused():
    rows = [HEAD.strip().split(","), GOOD.strip().split(",")]
    assert len(read(book_of([["Ghi chú"], ["x"]], rows)).lines) == 1
    with pytest.raises(SeveralReports):
        read(book_of(rows, rows))


def book_of(*pages):
    """A workbook of sheets with these rows."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for rows in pages:
            page = book.add_worksheet()
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return made.getvalue()


def test_two_reports_below_each_other_are_one():
    found = opened(GOOD, HEAD, "Mẩy,,13/03/2026 19:40,13/03/2026 19:50,10,Yes,\n")
    assert [(line.line, line.name) for line in found.lines] == [(2, "Vừ Thị Chở"), (4, "Mẩy")]


@pytest.mark.parametrize(
    ("name", "read_as"),
    [
        ("(" * 900 + ")" * 900, ("(" * 200, None)),
        ("a" + ")" * 1500, ("a" + ")" * 199, None)),
        ("=cmd|' /C calc'!A0", ("=cmd|' /C calc'!A0", None)),
        ("\u202egnud nọl\u202c\u200b", ("gnud nọl", None)),
        ("<script>alert(1)</script>", ("<script>alert(1)</script>", None)),
        ("7. Lan", ("7. Lan", None)),
        ("Attendee Details", ("Attendee Details", None)),
        ("Name (Original Name)", ("Name", "Original Name")),
        ("a" + "\u0301" * 1900, ("á" + "\u0301" * 29, None)),
        ("Lan (trợ giảng) (Vừ Thị Lan)", ("Lan (trợ giảng)", "Vừ Thị Lan")),
        ("(Lan)", ("(Lan)", None)),
        ("Lan ()", ("Lan", None)),
    ],
)
def test_a_strange_name_is_a_name(name, read_as):
    found = opened(GOOD, f"{name}{GOOD.removeprefix('Vừ Thị Chở')}", GOOD)
    assert [(line.name, line.original_name) for line in found.lines][1] == read_as
    assert len(found.lines) == 3


def test_a_name_alone_in_its_line_ends_nothing():
    found = opened(GOOD, "3. Mẩy,,,,,,\n", "Attendee Details,,,,,,\n", GOOD)
    assert ([one.why for one in found.refused], len(found.lines)) == (["no_time", "no_time"], 2)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (HEAD + "x" * 2_000_000 + GOOD, sheets.CellTooLong),
        (HEAD + '"' + "ạ" * 2_000_000, sheets.CellTooLong),
        (HEAD + "\n" + GOOD * (sheets.MOST_ROWS + 1), sheets.TooManyRows),
        (HEAD + "," * 5_000 + "x", sheets.TooManyColumns),
        ("," * 90 + "\n", sheets.EmptyFile),
        ("%s,%(x)s,%d%%\n1,2,3\n", Unreadable),
        (",".join(["Ạ" * 1_900] * 60) + "\n1,2\n", Unreadable),
    ],
)
def test_what_is_too_much_is_refused(data, refusal):
    with pytest.raises(refusal) as refused:
        read(data.encode())
    assert len(str(refused.value)) < 600


@pytest.mark.slow
def test_as_many_lines_as_a_sheet_may_have():
    lines = (f"Người {number},,13/03/2026 19:30:00,13/03/2026 20:30:00,60,Yes,\n" for number in range(99_000))
    assert len(opened(*lines).lines) == 99_000


@settings(max_examples=150)
@given(st.one_of(
    st.binary(max_size=400),
    st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(max_size=300).map(lambda text: HEAD.encode() + text.encode("utf-8", "surrogatepass")),
    st.lists(st.text(max_size=30), max_size=40).map(lambda cells: (HEAD + ",".join(cells)).encode("utf-8", "replace")),
))  # fmt: skip
def test_nothing_but_a_sentence_comes_of_any_bytes(data):
    try:
        found = read(data, on=ON)
    except RuleBroken as broken:
        assert str(broken)
    else:
        assert found.lines or found.refused
