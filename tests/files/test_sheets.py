"""Reading what people upload: every way of writing Vietnamese, and nothing that is too large."""

import io
import struct
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from lms.files import sheets, tables

ROWS = [["Họ và tên", "Nơi ở"], ["Nguyễn Thị Hường", "Thừa Thiên Huế"], ["Đặng Quốc Khánh", "Lai Châu; Sơn La"]]
TEXT = 'Họ và tên,Nơi ở\r\nNguyễn Thị Hường,Thừa Thiên Huế\r\nĐặng Quốc Khánh,"Lai Châu; Sơn La"\r\n'
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"], exclude_characters=";|"),
    max_size=12,
)


def in_1258(text):
    """As Windows writes it: letters with hats whole, tones behind them."""
    made = b""
    for char in text:
        apart = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        made += (unicodedata.normalize("NFC", apart.replace(tone, "", 1)) + tone).encode("cp1258")
    return made


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        in_1258(TEXT),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.encode().decode("latin-1").encode("utf-8"),
        TEXT.replace("\r\n", "\r").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "big", "le without", "be without", "1258", "nfd", "twice", "old mac"],
)
def test_every_way_of_writing_vietnamese(data):
    assert sheets.read(data)[0].rows == ROWS


def test_tcvn3():
    data = (
        b"h\xe4 v\xb5 t\xaan,n\xaci \xeb\n"
        b"nguy\xd4n th\xde h\xad\xeang,th\xf5a thi\xaan hu\xd5\n\xae\xc6ng qu\xe8c kh\xb8nh,lai ch\xa9u\n"
    )
    found = sheets.read(data)[0]
    assert found.written == "tcvn3 ,"
    assert found.rows == [
        ["họ và tên", "nơi ở"],
        ["nguyễn thị hường", "thừa thiên huế"],
        ["đặng quốc khánh", "lai châu"],
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_every_separator(sign):
    data = f"Họ tên{sign}SĐT\nPáo{sign}0912345678\nMẩy{sign}0912345679\n".encode()
    assert sheets.read(data)[0].rows == [["Họ tên", "SĐT"], ["Páo", "0912345678"], ["Mẩy", "0912345679"]]


def test_a_line_that_names_its_separator():
    assert sheets.read(b"sep=;\nA,B;C\n")[0].rows == [[], ["A,B", "C"]]


def test_quoted_line_breaks_stay_in_their_cell_and_a_left_over_mark_in_its_line():
    assert sheets.read('"Vàng\nA Chứ",1\nLò,2\n'.encode())[0].rows == [["Vàng A Chứ", "1"], ["Lò", "2"]]
    assert sheets.read('Tên,Số\n"Vàng A Chứ,1\nLò,2\n'.encode())[0].rows == [
        ["Tên", "Số"],
        ["Vàng A Chứ", "1"],
        ["Lò", "2"],
    ]


def test_a_workbook_gives_back_what_somebody_typed():
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body)
    cover, page = book.add_worksheet("Bìa"), book.add_worksheet("Danh sách")
    cover.write(0, 0, "Hướng dẫn")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    page.merge_range(2, 1, 4, 1, "Lai Châu")
    page.write_row(2, 2, ["Páo", 912345678.0, True])
    page.write_string(3, 3, "0912345679")
    page.write_datetime(4, 2, date(2004, 5, 3), day)
    book.close()
    assert [(sheet.name, sheet.first, sheet.rows) for sheet in sheets.read(body.getvalue())] == [
        ("Bìa", 1, [["Hướng dẫn"]]),
        (
            "Danh sách",
            3,
            [
                ["Lai Châu", "Páo", "912345678", "x"],
                ["Lai Châu", "", "0912345679", ""],
                ["Lai Châu", "03/05/2004", "", ""],
            ],
        ),
    ]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_we_write_we_read(rows):
    rows = [[unicodedata.normalize("NFC", cell) for cell in row] for row in rows]
    data = tables.write_csv(["a", "ơ"], rows)
    wide = [[tables.harmless(cell) for cell in row] for row in rows]
    assert sheets.read(data)[0].rows == [["a", "ơ"], *wide]


def packed(members, *, method=zipfile.ZIP_DEFLATED):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return body.getvalue()


def test_a_bomb_is_refused_at_once():
    bomb = packed([("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", b"\0" * 300 * sheets.MB)])
    assert len(bomb) < 700_000
    with pytest.raises(sheets.UnpacksTooLarge):
        sheets.check(bomb)


def test_a_directory_that_lies_opens_nothing():
    """The directory says ten bytes; what is there unpacks to 60 MB."""
    bomb = bytearray(packed([("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", b"\0" * 60 * sheets.MB)]))
    entry = bomb.rindex(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = struct.pack("<L", 10)
    with pytest.raises(sheets.SheetRefused):
        sheets.read(bytes(bomb))


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", sheets.EmptyFile),
        (b"\r\n\r\n", sheets.EmptyFile),
        (b",,,\n,,,\n", sheets.EmptyFile),
        (b"%PDF-1.7 ...", sheets.NotASheet),
        (b"\x89PNG\r\n", sheets.NotASheet),
        (bytes(range(256)) * 40, sheets.NotASheet),
        (packed([("word/document.xml", b"<x/>")]), sheets.NotASheet),
        (b"PK\x03\x04 cut off", sheets.SheetRefused),
        (sheets.OLE + b"\0" * 600, sheets.SheetRefused),
        (b"<html><table><tr><td>An</td></tr></table>", sheets.WebPage),
        (b'<?xml version="1.0"?><Workbook/>', sheets.WebPage),
        (packed([("xl/workbook.xml", b"<x/>")] + [(f"m{n}", b"") for n in range(200)]), sheets.UnpacksTooLarge),
        (packed([("xl/workbook.xml", b"<x/>")], method=zipfile.ZIP_LZMA), sheets.SheetRefused),
        (packed([("xl/workbook.xml", b"no workbook")]), sheets.SheetRefused),
        (b"An\n" * 100_001, sheets.TooManyRows),
        (b"A," * 101 + b"A\n", sheets.TooManyColumns),
        (b"An," + b"x" * 2_001 + b"\n", sheets.CellTooLong),
        ("Nguyeãn Vaên An,Traàn Thò Höôøng,Leâ Quyønh".encode("latin-1"), sheets.UnknownLetters),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_reason(data, refusal):
    with pytest.raises(refusal) as caught:
        sheets.read(data)
    assert str(caught.value)


def test_a_cell_in_the_last_corner_ends_the_reader_and_not_the_worker():
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body)
    page = book.add_worksheet()
    page.write(0, 0, "Họ tên")
    page.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(sheets.SheetRefused):
        sheets.read(body.getvalue())


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(data):
    try:
        found = sheets.read(data)
    except sheets.SheetRefused:
        return
    assert all(isinstance(cell, str) for sheet in found for row in sheet.rows for cell in row)


def test_tabs_part_a_table_whose_cells_have_commas():
    text = "1. Lớp\nTên\tVào\tRa\tPhút\nLan\t11/26/25, 7:00 PM\t11/26/25, 8:00 PM\t60\n2. Khác\nTên\tVào\nLan\ta, b, c"
    assert sheets.read(text.encode("utf-16"))[0].rows[2] == ["Lan", "11/26/25, 7:00 PM", "11/26/25, 8:00 PM", "60"]
    assert sheets.read("Tên,Vào,Ra\nLa\tn,1,2\nTh\tu,1,2\n".encode())[0].rows[1] == ["La n", "1", "2"]


def test_a_time_in_a_workbook_stays():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        form = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        book.add_worksheet().write_datetime(0, 0, datetime(2026, 3, 4, 19, 30), form)
    assert sheets.read(made.getvalue())[0].rows == [["2026-03-04 19:30:00"]]


def test_one_word_of_a_million_letters_is_read_at_once():
    with pytest.raises(sheets.CellTooLong):
        sheets.read(b"a,b\n" + b"x" * 20_000_000 + b",1\n")
