"""A question on trial, and what changed between its texts. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

from lms.core.screens import title_of
from lms.core.words import _
from lms.quizzes import paper
from lms.quizzes.rules import grading
from lms.quizzes.rules import questions as rules
from lms.quizzes.rules.bank import Kind
from lms.writing import text as writing
from lms.writing.differences import Piece, between


class Tried(NamedTuple):
    """A question with an answer tried on it: `marks` is None before one was given, and where a trainer marks it."""

    question: paper.Question
    given: bool
    marks: float | None


def blank(question: Any) -> Tried:
    """The question before anybody answers."""
    return Tried(_shown(question), False, None)


def sheet(questions: list[Any]) -> list[paper.Question]:
    """Several questions on one sheet, unanswered."""
    known = writing.facts(*(row.text for row in questions))
    return [paper.Question(_item(row, place), None, 0, None, 0.0, known) for place, row in enumerate(questions, 1)]


def _shown(question: Any, value: Any = None, marks: float = 0.0) -> paper.Question:
    known = writing.facts(question.text, question.explanation)
    return paper.Question(_item(question), value, 0, None, marks, known)


def given(question: Any, raw: Any) -> Tried:
    """The question with this raw answer, and what it would earn."""
    item = _item(question)
    value = paper.keep(item.kind, item.options, raw)
    marks = grading.mark(item.kind, item.options, item.key, value)
    return Tried(_shown(question, value, marks or 0.0), True, marks)


def _item(question: Any, position: int = 1) -> Any:
    names = ("kind", "text", "options", "key", "explanation", "feedback")
    said = {name: getattr(question, name) for name in names}
    return SimpleNamespace(position=position, worth=1.0, looked_at=None, question_id=question.id, **said)


@dataclass
class Change:
    """One version: what it changed, part by part. `parts`: (name of the part, pieces of its text)."""

    version: Any
    by: Any
    #: Whether it is a newer text of the programme that nobody has taken over.
    offered: bool
    parts: list[tuple[Any, list[Piece]]] = field(default_factory=list)


def changes(past: list[Any], lessons: Mapping[int, Any], sentences: Any) -> list[Change]:
    """Versions, the newest first, each with what differs from the one before it; the oldest is whole."""
    lines = []
    for place, (version, by) in enumerate(past):
        before = past[place + 1].version.words if place + 1 < len(past) else None
        line = Change(version, by, version.by_id is None and before is not None)
        new, old = ({} if words is None else told(words, lessons, sentences) for words in (version.words, before))
        for name in sentences.PARTS:
            if new[name] != old.get(name, ""):
                pieces = between(old[name], new[name]) if old else [Piece("same", new[name])]
                line.parts.append((sentences.PARTS[name], pieces))
        lines.append(line)
    return lines


def told(words: dict[str, Any], lessons: Mapping[int, Any], sentences: Any) -> dict[str, str]:
    """Every part of a question as plain text, to be read and compared."""
    kind, options, key = words["kind"], words["options"], words["key"]
    lesson = lessons.get(words.get("lesson_id") or 0)
    right = paper.said(kind, options, key)
    if kind == Kind.NUMERIC:
        right.append(_("± %(tolerance)s", tolerance=key["tolerance"]))
    if kind == Kind.SHORT and key["rubric"]:
        right.append(key["rubric"])
    feedback = words.get("feedback") or {}
    said = {
        **{name: words.get(name) or "" for name in rules.NAMES if isinstance(words.get(name, ""), str)},
        "kind": str(sentences.KINDS[kind]),
        "options": "\n".join(_lines(options)),
        "key": "\n".join(right),
        "feedback": "\n".join(f"{_lines(options)[int(place)]}: {text}" for place, text in sorted(feedback.items())),
        "difficulty": str(sentences.DIFFICULTIES[words.get("difficulty", 0)]),
        "lesson_id": f"{lesson.code} {title_of(lesson)}" if lesson else "",
        "tags": ", ".join(words.get("tags", ())),
    }
    return said


def _lines(options: Any) -> list[str]:
    if isinstance(options, Mapping):
        return [str(line) for side in ("left", "right") for line in options.get(side, ())] + (
            [str(options["unit"])] if options.get("unit") else []
        )
    return [str(line) for line in options or ()]
