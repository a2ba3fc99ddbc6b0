"""However a report is written down, and in whatever order its lines stand, it says the same."""

import csv
import io
import unicodedata
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.attendance.reading import read
from lms.files import sheets

REPORTS = Path(__file__).parent / "reports"
ON = date(2026, 3, 4)
HEAD = ["Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest", "In waiting room"]
NAMES = (
    "Lường Thị Ban", "Vàng Seo Chẩn", "Hồ A Tủa #A7K2", "Đinh Văn Dẻo (Deo)", "iPhone của Sua", "Tẩn, A Chiệp",
    "Bàn Thị Mụi; nhóm 2", "Quàng “Piềng”", 'Nông "Tò"', "Phùng\tTả Mẩy", "Ừ | Ứng", "Ksor H'Bông",
)  # fmt: skip
#: Encodings a report comes in, each with how it is told in words.
ENCODINGS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
    "cp1258": "windows-1258",
}  # fmt: skip

clocks = st.tuples(st.integers(18, 22), st.integers(0, 59), st.integers(0, 59))
visits = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["", "ban@thu.vn", "Chan.VS@thu.vn", "not an address"]),
    clocks,
    clocks,
    st.integers(0, 200).map(str),
    st.sampled_from(["Yes", "No", ""]),
    st.sampled_from(["Yes", "No", ""]),
)
#: Lines that somebody broke by hand: no name, no times, times that are none, or hardly anything.
broken = st.sampled_from([
    ["", "", "13/03/2026 19:30", "13/03/2026 19:40", "10", "Yes", "No"],
    ["Mẩy", "", "", "", "", "Yes", "No"],
    ["Mẩy", "", "soon", "later", "10", "Yes", "No"],
    ["Mẩy", "", "", "13/03/2026 19:40", "10", "Yes", "No"],
    ["Mẩy", "", "13/03/2019 19:30", "13/03/2019 19:40", "10", "Yes", "No"],
    ["Mẩy", "", "13/03/2026 19:30", "19/03/2026 19:40", "10", "Yes", "No"],
    ["Mẩy"],
    ["", "", "", "", "", "", "No"],
])  # fmt: skip
rows = st.lists(st.one_of(visits.map(lambda visit: row_of(*visit)), broken), min_size=1, max_size=12)


def row_of(name, email, joined, left, *rest):
    times = (f"13/03/2026 {hour:02}:{minute:02}:{second:02}" for hour, minute, second in (joined, left))
    return [name, email, *times, *rest]


def text_of(table, separator=",", end="\r\n"):
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=separator, lineterminator=end).writerows([HEAD, *table])
    return made.getvalue()


def encoded(text, encoding):
    """cp1258 has letters and tones apart."""
    if encoding != "cp1258":
        return text.encode(encoding)
    apart = ("".join(split(char)) for char in text)
    return "".join(apart).encode("cp1258", "ignore")


def split(char):
    try:
        char.encode("cp1258")
        return char
    except UnicodeEncodeError:
        whole = unicodedata.normalize("NFD", char)
        tones = [mark for mark in whole if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(mark for mark in whole if mark not in tones))
        return rest + "".join(tones)


def said(found):
    return found.platform, found.form, found.order, found.lines, found.refused, found.window


@settings(max_examples=60)
@given(rows, st.sampled_from(sheets.SEPARATORS), st.sampled_from(["\r\n", "\n", "\r"]), st.sampled_from([*ENCODINGS]))
def test_encoding_separator_and_line_end_say_nothing(table, separator, end, encoding):
    table = [[cell.replace("“", "").replace("”", "") for cell in row] for row in table]
    plain = read(text_of(table).encode())
    assert said(read(encoded(text_of(table, separator, end), encoding))) == said(plain)


@settings(max_examples=60)
@given(rows)
def test_every_line_is_read_or_refused(table):
    found = read(text_of(table).encode())
    assert sorted([line.line for line in found.lines] + [one.line for one in found.refused]) == [
        *range(2, len(table) + 2)
    ]


@settings(max_examples=60)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_lines_says_nothing(table, random):
    mixed = random.sample(table, len(table))
    one, other = (read(text_of(some).encode()) for some in (table, mixed))
    assert sorted(repr(line._replace(line=0)) for line in one.lines) == sorted(
        repr(line._replace(line=0)) for line in other.lines
    )
    assert sorted((row.why, row.text) for row in one.refused) == sorted((row.why, row.text) for row in other.refused)
    assert (one.order, one.window) == (other.order, other.window)


@settings(max_examples=20)
@given(rows)
def test_blank_rows_and_commas_at_the_end_say_nothing(table):
    gaps = [["", "", "", "", "", "", ""], [], *([*row, "", "", ""] for row in table), [], ["", ""]]
    padded = read(text_of(gaps).encode())
    plain = read(text_of(table).encode())
    assert [line._replace(line=line.line - 2) for line in padded.lines] == plain.lines
    assert [row._replace(line=row.line - 2) for row in padded.refused] == plain.refused


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("separator", "word"), [(",", ","), (";", ";"), ("\t", "tab"), ("|", "|")])
def test_how_it_is_written_is_told(encoding, separator, word):
    table = [row_of(name, "", (19, 30, 0), (20, 0, 0), "30", "Yes", "No") for name in NAMES[:5]]
    found = read(encoded(text_of(table, separator), encoding))
    assert found.written == f"{ENCODINGS[encoding]} {word}"
    assert [line.name for line in found.lines] == [
        "Lường Thị Ban", "Vàng Seo Chẩn", "Hồ A Tủa #A7K2", "Đinh Văn Dẻo", "iPhone của Sua",
    ]  # fmt: skip


def test_a_table_of_teams_is_parted_by_tabs_in_spite_of_its_commas():
    text = (REPORTS / "teams.csv").read_bytes().decode("utf-16")
    plain = said(read((REPORTS / "teams.csv").read_bytes()))
    assert [said(read(text.encode(encoding))) for encoding in ("utf-8", "utf-8-sig", "utf-16-le")] == [plain] * 3


@pytest.mark.parametrize("name", ["zoom_a.csv", "zoom_b.csv", "zoom_c.csv", "zoom_e.csv", "zoom_i.csv", "zoom_k.csv"])
def test_a_workbook_of_the_same_cells_says_the_same(name):
    data = (REPORTS / name).read_bytes()
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet("participants")
        for number, row in enumerate(sheets.read(data)[0].rows):
            page.write_row(number, 0, [int(cell) if cell.isdigit() else cell for cell in row])
    assert said(read(made.getvalue(), on=ON)) == said(read(data, on=ON))


@pytest.mark.parametrize("name", ["zoom_b.csv", "zoom_k.csv", "zoom_e.csv", "teams_classic.csv"])
def test_a_few_zeros_between_the_letters_say_nothing(name):
    data = (REPORTS / name).read_bytes()
    text = data.decode("utf-16" if name.startswith("teams") else "utf-8")
    torn = text.replace("Lường", "Lư\0ờng").replace("Xồng", "\0Xồng").replace("Sùng", "Sù\0\0ng") + "\0"
    assert said(read(torn.encode("utf-8"), on=ON)) == said(read(data, on=ON))


def test_the_columns_of_the_block_stand_in_any_order():
    people = "Name (original name),Email,Total duration (minutes),Guest\nMã Thị Va,,91,No\n"
    block = {
        "Topic": "Làm cửa hàng", "ID": "955 0012 3456", "Host name": "Cô Thu", "Participants": "1",
        "Duration (minutes)": "91", "Start time": "2026-03-04 19:29:30", "End time": "2026-03-04 21:00:00",
    }  # fmt: skip
    orders = ([*block], sorted(block), sorted(block, reverse=True))
    found = [
        read(f"{','.join(order)}\n{','.join(block[title] for title in order)}\n\n{people}".encode()) for order in orders
    ]
    assert len({(one.form, one.topic, one.meeting_id, one.window, *one.lines) for one in found}) == 1
    assert (found[0].form, found[0].topic, found[0].meeting_id) == ("H", "Làm cửa hàng", "95500123456")
