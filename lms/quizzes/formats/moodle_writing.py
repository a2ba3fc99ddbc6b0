"""Writing Moodle XML, as Moodle itself would read it in. Pure."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from lms.quizzes.formats.amounts import written
from lms.quizzes.formats.items import PICTURE, Choice, Item, Number, Type, named_usually

NAMES = {
    Type.SINGLE: "multichoice", Type.MULTI: "multichoice", Type.TRUEFALSE: "truefalse", Type.MATCH: "matching",
    Type.NUMERIC: "numerical", Type.SHORT: "shortanswer", Type.ESSAY: "essay", Type.DESCRIPTION: "description",
    Type.ORDER: "ordering",
}  # fmt: skip
FORMATS = {"html": "html", "moodle": "moodle_auto_format", "markdown": "markdown", "plain": "plain_text"}


#: Where Moodle finds the files of a text.
FOLDER = "@@PLUGINFILE@@/"


def write(items: Iterable[Item], pictures: Mapping[str, bytes] | None = None) -> str:
    """A file of Moodle XML. `pictures`: the bytes of pictures of ours by public id, which go into the file as well."""
    lines, named = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], ""
    for item in items:
        if item.category != named:
            named = item.category
            lines += category(named)
        lines += question(item, pictures or {})
    return "\n".join([*lines, "</quiz>", ""])


def category(name: str) -> list[str]:
    """The lines that name the category of what follows."""
    return ['<question type="category">', f"<category>{_words(name)}</category>", "</question>"]


def _words(text: str) -> str:
    return f"<text>{escape(text)}</text>"


def _field(tag: str, text: str, item: Item, pictures: Mapping[str, bytes] | None = None) -> str:
    held = [name for name in dict.fromkeys(PICTURE.findall(text)) if name in (pictures or {})]
    files = ""
    for name in held:
        text = text.replace(f"](/pictures/{name}", f"]({FOLDER}{name}.webp")
        body = b64encode(pictures[name]).decode()
        files += f'<file name="{name}.webp" path="/" encoding="base64">{body}</file>'
    return f'<{tag} format="{FORMATS[item.text_format]}">{_words(text)}{files}</{tag}>'


def question(item: Item, pictures: Mapping[str, bytes] | None = None) -> Iterator[str]:
    """The lines of one question."""
    kind = "multichoice" if item.type == Type.TRUEFALSE and not named_usually(item) else NAMES[Type(item.type)]
    yield f'<question type="{kind}">'
    yield f"<name>{_words(item.name)}</name>"
    yield _field("questiontext", item.text, item, pictures)
    yield _field("generalfeedback", item.general_feedback, item, pictures)
    if item.code:
        yield f"<idnumber>{escape(item.code)}</idnumber>"
    yield from {
        "multichoice": _multichoice, "truefalse": _answers, "matching": _pairs, "numerical": _numbers,
        "shortanswer": _short, "essay": _essay, "ordering": _order,
    }.get(kind, lambda _item: iter(()))(item)  # fmt: skip
    if item.tags:
        yield f"<tags>{''.join(f'<tag>{_words(tag)}</tag>' for tag in item.tags)}</tags>"
    yield "</question>"


def _answer(answer: Choice | Number, item: Item, text: str, more: str = "") -> str:
    feedback = _field("feedback", answer.feedback, item) if answer.feedback else ""
    fraction = quoteattr(written(answer.fraction))
    return f'<answer fraction={fraction} format="{FORMATS[item.text_format]}">{_words(text)}{more}{feedback}</answer>'


def _answers(item: Item) -> Iterator[str]:
    return (_answer(choice, item, choice.text) for choice in item.choices)


def _multichoice(item: Item) -> Iterator[str]:
    yield f"<single>{'false' if item.type == Type.MULTI else 'true'}</single>"
    yield "<shuffleanswers>true</shuffleanswers>"
    yield from _answers(item)


def _short(item: Item) -> Iterator[str]:
    yield f"<usecase>{int(item.strict)}</usecase>"
    yield from _essay(item)
    yield from _answers(item)


def _order(item: Item) -> Iterator[str]:
    yield "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
    yield f"<selectcount>{len(item.choices)}</selectcount><gradingtype>RELATIVE_TO_CORRECT</gradingtype>"
    yield from _answers(item)


def _essay(item: Item) -> Iterator[str]:
    """What Moodle tells whoever marks an essay; of other types, and of `usecase` of essays, it takes no notice."""
    if item.rubric:
        yield _field("graderinfo", item.rubric, item)
    if item.type == Type.ESSAY and item.strict:
        yield "<usecase>1</usecase>"


def _pairs(item: Item) -> Iterator[str]:
    yield "<shuffleanswers>true</shuffleanswers>"
    for left, right in item.pairs:
        answer = f"<answer>{_words(right)}</answer>"
        yield f'<subquestion format="{FORMATS[item.text_format]}">{_words(left)}{answer}</subquestion>'


def _numbers(item: Item) -> Iterator[str]:
    for number in item.numeric:
        value = "*" if number.value is None else written(number.value)
        yield _answer(number, item, value, f"<tolerance>{written(number.tolerance)}</tolerance>")
    if item.unit:
        unit = escape(item.unit)
        yield f"<units><unit><multiplier>1</multiplier><unit_name>{unit}</unit_name></unit></units>"
