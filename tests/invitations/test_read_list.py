"""`people read-list`: what the importer sees, as JSON lines."""

import json

import pytest

from lms.core.db import db
from tests.factories import people
from tests.invitations.conftest import sheet

KEYS = ["row", "full_name", "phone", "email", "birth_year", "gender", "province_code", "match", "refused"]


@pytest.fixture
def read_list(app, tmp_path):
    def run(data, name="list.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        db.session.rollback()
        return app.test_cli_runner().invoke(args=["people", "read-list", str(path)])

    return run


def test_a_line_for_each_row(read_list):
    known = people.person("Giàng A Páo", phone="+84912345678", birth_year=2004)
    result = read_list(sheet())
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [list(row) for row in rows] == [KEYS] * 4
    assert [list(row.values()) for row in rows] == [
        [2, "Giàng A Páo", "+84912345678", None, 2004, "male", "12", known.public_id, None],
        [3, "Lò Thị Mẩy", "+84912345679", "may@gmail.com", 2003, "female", "12", None, None],
        [4, "Vàng A Chứ", None, None, 2001, "male", "12", None,
         "0168 is now 038. Enter 0381 234 567 if that is your number"],
        [5, "Giàng A Páo", "+84912345678", None, None, None, None, None, "The same person as in line 2"],
    ]  # fmt: skip
    assert "Giàng A Páo" in result.output


def test_somebody_else_with_the_phone_is_no_match(read_list):
    people.person("Giàng Thị Sua", phone="+84912345678", birth_year=2004)
    people.person("Giàng A Páo", phone="+84912345678", birth_year=1980)
    assert json.loads(read_list(sheet()).output.splitlines()[0])["match"] is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "There is nothing in this file. Choose the file with your list.\n"),
        (b"%PDF-1.7", "This file is not a table. Save your list as XLSX or CSV and choose it again.\n"),
        ("Họ tên,SĐT\n".encode(), "There are headings but no people in this file.\n"),
    ],
)
def test_what_cannot_be_read_says_so(read_list, data, sentence):
    result = read_list(data)
    assert (result.exit_code, result.output) == (1, sentence)


def test_a_file_that_is_not_there(app):
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["people", "read-list", "/nowhere/list.csv"])
    assert (result.exit_code, result.output) == (1, "/nowhere/list.csv cannot be read: No such file or directory.\n")
