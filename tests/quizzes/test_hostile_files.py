"""Files that mean harm: through the page and through the command nothing runs, nothing grows, a sentence answers."""

import io
import json
import zipfile

import pytest

from lms.files import tables
from lms.quizzes import formats
from lms.quizzes.formats.items import Choice, Item, Number, Type
from tests.factories import catalogue, people
from tests.quizzes.bringing import Desk
from tests.quizzes.bringing import questions as banked

EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'
PAIRS = ((f"trái {EVIL}", f"phải {EVIL}"), ("b", "c"))
#: A question of each shape with a script in every field.
EVERYWHERE = [
    Item(Type.SINGLE, f"a {EVIL}", name=EVIL, text_format="plain",
         choices=(Choice(f"x {EVIL}", 100, EVIL), Choice("y")),
         general_feedback=f"b {EVIL}", category=EVIL, tags=("<script>t()</script>",), code="<script>1</script>"),
    Item(Type.MATCH, f"c {EVIL}", text_format="plain", pairs=PAIRS),
    Item(Type.NUMERIC, f"d {EVIL}", text_format="plain", numeric=(Number(3),), unit="<b onclick=a()>kg</b>"),
    Item(Type.ESSAY, f"e {EVIL}", text_format="plain", rubric=f"r {EVIL}"),
    Item(Type.SHORT, f"f {EVIL}", text_format="plain", choices=(Choice(f"g {EVIL}", 100),)),
]  # fmt: skip


def book(**members):
    """A workbook with these members."""
    made = io.BytesIO(tables.write_xlsx(["Câu hỏi", "Đáp án đúng"], [["Một", "đúng"]]))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return made.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
HOSTILE = {
    "billion laughs": f'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY l0 "ha">{LAUGHS}]><quiz>&l9;</quiz>'.encode(),
    "a file of this machine": b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    "deep xml": b"<quiz>" + b"<a>" * 50_000,
    "a zip bomb": book(**{"xl/media/a.bin": b"\0" * 60 * 1024 * 1024}),
    "a picture with questions behind it": b"\x89PNG\r\n\x1a\n" + b"Mot {T}\n\nHai {F}\n",
    "a pdf with questions in it": b"%PDF-1.4\nMot {T}\n\nHai {F}\n",
    "an archive": b"PK\x05\x06" + b"\0" * 40,
    "a page": "<html><body>Một {T}</body></html>".encode(),
    "zeros": b"\0" * 100_000,
    "a workbook cut in two": book()[:2_000],
    "nothing": b" \n\n ",
}
LONG = {
    "a line of a megabyte": b"x" * 1_000_000 + b" {T}",
    "braces": b"{" * 1_000_000,
    "backslashes": b"\\" * 1_000_000,
    "marks on one letter": ("a" + "\u0301" * 400_000 + " {T}").encode(),
    "comments alone": b"//\n" * 600_000 + b"x {T}",
    "signs of answers": b"x {" + b"=a~" * 600_000 + b"}",
    "lines to be put in order": b"x {>1 ALL\n" + b"a\n" * 600_000 + b"}",
    "deep tags": b"[html]" + b"<div>" * 10_000 + b"x {T}",
    "deep quotes": b"[markdown]" + b"> " * 20_000 + b"x {T}",
}


@pytest.fixture
def desk(visit):
    return Desk(visit, people.trainer("Đặng Thị Hòa"), catalogue.module())


def harmless(page):
    """Nothing of a page came to life."""
    assert page.status < 500 and not page.soup.select("main script, main img, main [onerror], main [onclick]")
    return page


@pytest.mark.parametrize("named", ["gift", "moodle-xml", "csv", "xlsx"])
def test_a_script_in_every_field_is_only_words(desk, named):
    page = harmless(desk.bring(formats.write(EVERYWHERE, named), "<script>alert(1)</script>.txt"))
    assert 'alert("x")' in page and page.soup.select(".taken > li")
    desk.take_in()
    assert len(banked()) == 5
    harmless(desk.page())
    harmless(desk.visit.get("quizzes.trainer.imports"))
    for row in banked():
        harmless(desk.visit.get("quizzes.trainer.question", question=row.code))
    harmless(desk.visit.get("quizzes.trainer.export"))


def test_a_script_in_a_pasted_text_is_only_words(desk):
    text = formats.write(EVERYWHERE, "gift").decode()
    shown = harmless(desk.visit.post("quizzes.trainer.preview_import", {"text": text, "module": desk.module.code}))
    assert len(shown.soup.select(".taken > li")) == 5
    harmless(desk.paste(text, look="1"))


def test_html_of_other_systems_loses_its_scripts(desk):
    text = '[html]<p onclick\\="a()">Hỏi <b>gì</b><script>1</script></p><a href\\="javascript\\:a()">đây</a> {T}'
    desk.paste(text)
    desk.take_in()
    assert [row.text for row in banked()] == ["Hỏi **gì**\n\nđây"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(desk, name):
    answer = desk.send(HOSTILE[name], "a.txt")
    assert answer.status == 422 and len(answer.errors) == 1
    assert "passwd" not in answer and "root:" not in answer


@pytest.mark.parametrize("name", LONG)
def test_an_endless_text_is_refused_or_harmless(desk, name):
    answer = desk.send(LONG[name], "a.gift")
    assert answer.status == 303
    harmless(desk.page())
    desk.take_in()
    harmless(desk.page())
    assert desk.counts[0] == "done"
    harmless(desk.visit.post("quizzes.trainer.preview_import", {"text": LONG[name].decode()[:150_000]}))


def test_a_file_that_is_too_large_is_turned_away(desk):
    assert desk.send(b"Mot {T}\n\n" * 800_000, "a.gift").status == 413
    assert desk.paste("x" * 2_200_000).status == 413
    assert banked() == []


@pytest.mark.parametrize("name", [*HOSTILE, *LONG])
def test_the_command_says_why(app, tmp_path, name):
    path = tmp_path / "a.txt"
    path.write_bytes({**HOSTILE, **LONG}[name])
    done = app.test_cli_runner().invoke(args=["quizzes", "read-questions", str(path)])
    assert done.exit_code in (0, 1) and not isinstance(done.exception, (MemoryError, RecursionError))
    for line in done.stdout.splitlines():
        assert json.loads(line)["type"] in list(Type)
    assert name not in HOSTILE or (done.exit_code == 1 and done.stderr.strip() and "passwd" not in done.output)


@pytest.mark.parametrize("named", ["gift", "moodle-xml", "csv", "xlsx"])
def test_the_command_prints_scripts_as_words(app, tmp_path, named):
    path = tmp_path / f"a.{named}"
    path.write_bytes(formats.write(EVERYWHERE, named))
    done = app.test_cli_runner().invoke(args=["quizzes", "read-questions", str(path), "--format", named])
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["text"] for one in said] == [item.text for item in EVERYWHERE] and done.stderr == ""
