"""Which format a file is in, its letters, its limits, and files made to do harm."""

import zipfile

import pytest

from lms.core.errors import RuleBroken
from lms.files.sheets import OLE, ZIP, UnpacksTooLarge
from lms.quizzes import formats
from lms.quizzes.formats import grid_writing, items, refusals

TEXT = "Chè shan tuyết mọc ở đâu? {=Suối Giàng ~Đồng Tháp}"
AIKEN = "Hỏi?\nA) a\nB) b\nANSWER: A\n"
ESSAY = '<question type="essay"><questiontext><text>Hỏi</text></questiontext></question>'
XML = f'<?xml version="1.0"?><quiz>{ESSAY}</quiz>'


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (TEXT.encode(), "gift"),
        ("// chỉ ghi chú\n\n::Một:: Đọc đoạn này".encode(), "gift"),
        (b"$CATEGORY: x\n\nHello", "gift"),
        (AIKEN.encode(), "aiken"),
        (b"Hello\nA. a\nB. b\n", "aiken"),
        (XML.encode(), "moodle-xml"),
        (b"\n<!-- a --><quiz><question type='essay'/></quiz>", "moodle-xml"),
        ("Câu hỏi;A;B;Đáp án\nHỏi {x}?;a;b;A\n".encode(), "csv"),
        (grid_writing.template("csv"), "csv"),
        (grid_writing.template("xlsx"), "xlsx"),
    ],
)
def test_the_format_is_told_from_the_bytes(data, named):
    assert formats.read(data).format == named
    assert formats.read(data, name="sai.gift").format == named


def test_the_name_helps_where_the_bytes_leave_it_open():
    data = "Phần này nói về giá bán.".encode()
    assert formats.read(data, name="Bài 1.GIFT").items[0].type == "description"
    with pytest.raises(refusals.FormatUnknown):
        formats.read(data, name="bai.txt")


@pytest.mark.parametrize("data", [b"<html>{}</html>", b"<!DOCTYPE html><p>{T}", b"\x89PNG\r\n\x1a\n", b"%PDF {T}"])
def test_what_is_no_file_of_questions(data):
    with pytest.raises(refusals.FormatUnknown):
        formats.read(data)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf\n", b"\0\0\0\0"])
def test_an_empty_file(data):
    with pytest.raises(refusals.FileEmpty):
        formats.read(data)


@pytest.mark.parametrize("data", [b"// only a comment {}\n", b"<quiz></quiz>", b"Question,A,Answer\n"])
def test_a_file_without_questions(data):
    with pytest.raises(refusals.NoQuestions):
        formats.read(data)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace(" ", "\u00a0", 1).encode(),
        TEXT.replace("\n", "\r\n").encode() + b"\r\n\r\n",
        TEXT.encode() + b"\0",
    ],
)
def test_letters_in_many_encodings(data):
    (item,) = formats.read(data).items
    assert (item.text.replace("\u00a0", " "), item.choices[1].text) == ("Chè shan tuyết mọc ở đâu?", "Đồng Tháp")


def test_windows_1258_and_letters_taken_apart():
    apart = "Che\u0300 shan tuye\u0302\u0301t mo\u0323c {=Su\u00f4\u0301i Gi\u00e0ng ~Sa Pa}"
    assert formats.read(apart.encode()).items[0].text == "Chè shan tuyết mọc"
    old = "Ch\u00e8 shan tuy\u00ea\u0301t n\u0103\u0300m \u1ea1".replace("\u1ea1", "a\u0323") + " {=a ~b}"
    assert formats.read(old.encode("cp1258")).items[0].text == "Chè shan tuyết nằm ạ"


def test_windows_line_ends_and_tabs():
    found = formats.read("Một {\r\n\t=a\r\n\t~b\r\n}\r\n\r\nHai {T}\r\n".encode())
    assert [(item.text, item.line) for item in found.items] == [("Một", 1), ("Hai", 6)]


def test_billion_laughs():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(refusals.Entities):
        formats.read(f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">{lol}]><quiz>&l9;</quiz>'.encode())


def test_a_workbook_that_unpacks_too_large(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 60_000_000)
    with pytest.raises(UnpacksTooLarge):
        formats.read((tmp_path / "bomb.xlsx").read_bytes())


def test_a_file_that_is_too_large(monkeypatch):
    monkeypatch.setattr(items, "MOST_BYTES", 10)
    with pytest.raises(refusals.FileTooLarge):
        formats.read(TEXT.encode())


@pytest.mark.parametrize("text", ["Một {T}\n\nHai {T}", f"{AIKEN}\n{AIKEN}", XML.replace(ESSAY, ESSAY + ESSAY)])
def test_more_questions_than_anybody_reads(text, monkeypatch):
    monkeypatch.setattr(items, "MOST_ITEMS", 1)
    with pytest.raises(refusals.TooManyQuestions):
        formats.read(text.encode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("{} " + "x" * 1_000_000, "TooLong"),
        ("x {=" + "y" * 1_000_000 + "}", "TooLong"),
        ("::" + "x" * 1_000_000 + ":: y {T}", "NameTooLong"),
        ("x {" + "=a" * 101 + "}", "TooManyChoices"),
        ("x " + "{" * 100_000, "BraceOpen"),
        ("x {#" + "9" * 100_000 + "}", "NotANumber"),
        ("x {#1e" + "9" * 100_000 + "}", "NotANumber"),
        ("x {#1e999}", "NumberTooLarge"),
        ("x {#" + "1," * 100_000 + "}", "NotANumber"),
        ("x {=%" + "9" * 100_000 + "%a}", "WeightUnclear"),
        ("x {=%9%" * 50_000 + "}", "BraceTwice"),
    ],
)
def test_a_million_signs_refuse_one_question(data, reason):
    found = formats.read(f"Một {{T}}\n\n{data}\n\nHai {{F}}".encode(), format="gift")
    assert [item.text for item in found.items] == ["Một", "Hai"]
    assert [(one.line, type(one.why).__name__) for one in found.refused] == [(3, reason)]
    assert len(found.refused[0].text) <= 80


def test_scripts_and_unseen_signs_stay_or_vanish_as_text():
    (item,) = formats.read(b"::<svg onload\\=x>:: a\0b\x1b[31m<script>1</script> {T}").items
    assert (item.name, item.text) == ("<svg onload=x>", "ab[31m<script>1</script>")


@pytest.mark.parametrize("named", formats.FORMATS)
@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", bytes(range(256)) * 20, b"{" * 1000, b"<" * 1000, ZIP, OLE, ZIP * 100, OLE * 100]
)
def test_rubbish_is_refused_with_a_sentence(named, data):
    try:
        found = formats.read(data, format=named)
    except RuleBroken as broken:
        assert str(broken)
    else:
        assert all(str(one.why) for one in found.refused)


@pytest.mark.parametrize("named", ["gift", "aiken", "moodle-xml", "csv"])
def test_ten_thousand_questions(named):
    item = grid_writing.EXAMPLES[0]
    data = formats.write([item] * 10_000, named)
    found = formats.read(data, format=named)
    assert (len(found.items), found.refused) == (10_000, [])
