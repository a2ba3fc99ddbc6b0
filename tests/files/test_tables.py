"""What goes out as a table: text stays text, and nothing is a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lms.files import tables

TEXTS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20), min_size=1)


def read_xlsx(data):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def read_csv(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+84912345678", "'+84912345678"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("  =1+1", "'  =1+1"),
        ("\u200b=1+1", "'\u200b=1+1"),
        ("＝1+1", "'＝1+1"),
        ("An;=1+1", "An;'=1+1"),
        ("An\n=1+1", "An\n'=1+1"),
        ("0912 345 678", "0912 345 678"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa – Vũng Tàu"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("1+1=2", "1+1=2"),
    ],
)
def test_no_csv_cell_is_a_formula(typed, written):
    assert tables.harmless(typed) == written
    assert read_csv(tables.write_csv(["Tên"], [[typed]])) == [["Tên"], [written]]


@pytest.mark.parametrize("typed", ["=1+1", "+84912345678", "@SUM(A1)", "\t=1+1", "＝1+1", "0912345678", "http://a.vn"])
def test_every_xlsx_text_stays_the_text_it_was(typed):
    data = tables.write_xlsx(["Tên"], [[typed]])
    assert read_xlsx(data) == [["Tên"], [typed]]
    inside = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside
    assert "hyperlink" not in inside


def test_numbers_days_moments_and_nothing():
    row = [7, 2.5, date(2026, 11, 26), datetime(2026, 11, 26, 12, 20, tzinfo=UTC), None, True]
    assert read_csv(tables.write_csv(["a"], [row]))[1] == ["7", "2.5", "26/11/2026", "26/11/2026 19:20", "", "True"]
    assert read_xlsx(tables.write_xlsx(["a"], [row]))[1] == [
        7, 2.5, date(2026, 11, 26), datetime(2026, 11, 26, 19, 20), "", "True",
    ]  # fmt: skip


def test_half_a_letter_and_a_long_text_do_not_stop_a_file():
    row = ["\ud800", "x" * 40_000]
    assert read_xlsx(tables.write_xlsx(["a"], [row]))[1] == ["\ufffd", "x" * 32_767]
    assert read_csv(tables.write_csv(["a"], [row]))[1][0] == "\ufffd"


@given(TEXTS)
def test_xlsx_gives_back_what_was_written(texts):
    assert read_xlsx(tables.write_xlsx(["a"], [[*texts, "x"]]))[1] == [*texts, "x"]


@given(TEXTS)
def test_csv_gives_back_what_was_written_but_for_the_marks(texts):
    assert read_csv(tables.write_csv(["a"], [[*texts, "x"]]))[1] == [*map(tables.harmless, texts), "x"]
