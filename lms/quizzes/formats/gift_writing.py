"""Writing GIFT. What it cannot hold is told by `losses`; the order question is Moodle's own extension. Pure."""

import re
from collections.abc import Iterable

from lms.quizzes.formats.amounts import written
from lms.quizzes.formats.gift_lines import CATEGORY
from lms.quizzes.formats.items import TRUE, Choice, Item, Number, Type, named_usually

_SIGNS = re.compile(r"[\\:#={}~]")
#: In a line of an order question Moodle takes signs as they are; only these would end it.
_LINE_SIGNS = re.compile(r"[\\#{}]")


def write(items: Iterable[Item]) -> str:
    """A GIFT file."""
    parts, category = [], ""
    for item in items:
        if item.category != category:
            category = item.category
            parts.append(f"{CATEGORY} {category}".replace("\\", "\\\\").rstrip() + "\n")
        parts.append(question(item))
    return "\n".join(parts)


def escaped(text: str) -> str:
    """The text with its signs escaped, on one line."""
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\n")


def question(item: Item) -> str:
    """One question, its comment above it."""
    marked = [f"[{kind}:{word.replace(']', chr(92) + ']')}]" for kind, word in _marks(item)]
    comment = f"// {' '.join(marked)}\n" if marked else ""
    name = f"::{escaped(item.name)}::" if item.name else ""
    plain = item.text_format == "moodle" and not item.text.startswith(("[", "//"))
    return f"{comment}{name}{'' if plain else f'[{item.text_format}]'}{escaped(item.text)}{_answers(item)}\n"


def _marks(item: Item) -> list[tuple[str, str]]:
    return ([("id", item.code)] if item.code else []) + [("tag", tag) for tag in item.tags]


def _part(text: str, item: Item) -> str:
    """A text within the answers; one that begins like a format gets the question's before it."""
    return f"[{item.text_format}]{escaped(text)}" if text.startswith("[") else escaped(text)


def _answers(item: Item) -> str:
    general = f"####{_part(item.general_feedback, item)}" if item.general_feedback else ""
    if item.type == Type.DESCRIPTION:
        return ""
    if item.type == Type.ESSAY:
        return f" {{{general}}}"
    if item.type == Type.TRUEFALSE and named_usually(item):
        return f" {{{_statement(item)}{general}}}"
    lines = list(_lines(item))
    return "\n".join([f" {{{_opening(item)}", *lines, *([f"\t{general}"] if general else []), "}"])


def _opening(item: Item) -> str:
    if item.type == Type.ORDER:
        return f">{len(item.choices)} ALL VERTICAL RELATIVE_TO_CORRECT SHOW none"
    return "#" if item.type == Type.NUMERIC else ""


def _lines(item: Item) -> Iterable[str]:
    if item.type == Type.MATCH:
        for left, right in item.pairs:
            yield f"\t={_part(left, item)} -> {escaped(right)}"
    elif item.type == Type.NUMERIC:
        for number in item.numeric:
            yield f"\t{_number(number, item)}"
    elif item.type == Type.ORDER:
        for choice in item.choices:
            head = f"[{item.text_format}]" if choice.text.startswith(("[", "//", CATEGORY)) else ""
            yield head + _LINE_SIGNS.sub(r"\\\g<0>", choice.text).replace("\n", "\\n")
    else:
        for choice in item.choices:
            yield f"\t{_choice(choice, item)}{_feedback(choice, item)}"


def _feedback(answer: Choice | Number, item: Item) -> str:
    return f"#{_part(answer.feedback, item)}" if answer.feedback else ""


def _choice(choice: Choice, item: Item) -> str:
    text, several = _part(choice.text, item), item.type == Type.MULTI
    if choice.fraction == 100 and not several:
        return f"=%100%{text}" if text.startswith("%") else f"={text}"
    if choice.fraction == 0 and item.type != Type.SHORT:
        return f"~%0%{text}" if text.startswith("%") else f"~{text}"
    return f"{'=' if item.type == Type.SHORT else '~'}%{written(choice.fraction)}%{text}"


def _number(number: Number, item: Item) -> str:
    if number.value is None and not number.fraction and number == item.numeric[-1]:
        return f"~#{_part(number.feedback, item)}"
    value = "*" if number.value is None else written(number.value)
    off = f":{written(number.tolerance)}" if number.value is not None else ""
    weight = "" if number.fraction == 100 else f"%{written(number.fraction)}%"
    return f"={weight}{value}{off}{_feedback(number, item)}"


def _statement(item: Item) -> str:
    """The feedback for whoever is wrong stands before the one for whoever is right."""
    true, false = sorted(item.choices, key=lambda choice: choice.text != TRUE)
    right, wrong = (true, false) if true.fraction > 0 else (false, true)
    feedback = [_part(wrong.feedback, item), _part(right.feedback, item)]
    while feedback and not feedback[-1]:
        feedback.pop()
    return "".join([right.text.upper(), *(f"#{words}" for words in feedback)])
