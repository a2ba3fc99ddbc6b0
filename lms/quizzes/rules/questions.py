"""What may be said in a question, whatever its kind: lengths, tags, difficulty. Shapes of answers: see `bank`."""

from collections.abc import Iterable, Mapping
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.text import fold, nfc
from lms.core.words import _l
from lms.quizzes.rules.bank import Kind, QuestionIncomplete, check_question

#: Everything a person may change in a question, in the order it is read.
NAMES = (
    "kind", "text", "title_en", "options", "key", "feedback", "explanation", "difficulty", "lesson_id", "tags",
)  # fmt: skip
#: Longest text or explanation (what Markdown may be, in any script), option, title, tag; most options and tags.
LONGEST, OPTION, TITLE, TAG = 16_000, 4_000, 200, 40
MOST_OPTIONS, MOST_TAGS = 100, 20
#: States of a question.
READY, ARCHIVED = "ready", "archived"
#: Easy, middling, hard; 0 where nobody said.
DIFFICULTIES = (0, 1, 2, 3)


class TextMissing(QuestionIncomplete):
    """A question that asks nothing."""

    sentence = _l("Write the question")


class TextTooLong(QuestionIncomplete):
    """Longer than anybody reads: at most `limit` signs."""

    sentence = _l("This is very long. Write at most %(limit)s characters")


class TooManyOptions(QuestionIncomplete):
    """Nobody chooses among more than `limit`."""

    sentence = _l("A question has at most %(limit)s lines")


class TooManyTags(QuestionIncomplete):
    """More than `limit`."""

    sentence = _l("Give a question at most %(limit)s tags")


class TagTooLong(QuestionIncomplete):
    """A tag is a word or two: at most `limit` signs."""

    sentence = _l("A tag has at most %(limit)s characters")


class DifficultyUnknown(QuestionIncomplete):
    """None of the three."""

    sentence = _l("Choose how hard the question is")


class Overtaken(RuleBroken):
    """Somebody else changed the question in the meantime."""

    sentence = _l("Somebody else changed this question in the meantime. Compare, then save again")


class VersionMissing(RuleBroken):
    """The question was never like that."""

    sentence = _l("There is no such version of this question")


def tags_of(typed: Iterable[str]) -> list[str]:
    """Tags as they are kept: without space around, each once whatever its case, in the order of the first."""
    found: dict[str, str] = {}
    for tag in typed:
        said = " ".join(nfc(tag).split()).strip("#,; ")
        if said:
            found.setdefault(fold(said) or said, said)
    return list(found.values())


def checked(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a question as they are kept. Raises a kind of QuestionIncomplete that says what is missing."""
    kept = {
        "title_en": "", "feedback": {}, "explanation": "", "difficulty": 0, "lesson_id": None, "tags": [],
        **{name: words[name] for name in NAMES if name in words},
    }  # fmt: skip
    kept["kind"], kept["text"] = str(kept["kind"]), kept["text"].strip()
    kept["explanation"] = kept["explanation"].strip()
    kept["title_en"] = " ".join(kept["title_en"].split())[:TITLE]
    kept["tags"] = sorted(tags_of(kept["tags"]))
    if not kept["text"]:
        raise TextMissing()
    _check_lengths(kept)
    if kept["difficulty"] not in DIFFICULTIES:
        raise DifficultyUnknown()
    check_question(kept["kind"], kept["options"], kept["key"])
    if kept["kind"] == Kind.MULTI:
        kept["key"] = sorted(kept["key"])
    places = {str(place) for place in range(len(_lines(kept["options"])))}
    said = {place: text.strip() for place, text in sorted(kept["feedback"].items()) if place in places}
    kept["feedback"] = {place: text for place, text in said.items() if text}
    return kept


def _check_lengths(words: Mapping[str, Any]) -> None:
    if len(words["tags"]) > MOST_TAGS:
        raise TooManyTags(limit=MOST_TAGS)
    if any(len(tag) > TAG for tag in words["tags"]):
        raise TagTooLong(limit=TAG)
    key = words["key"] if isinstance(words["key"], Mapping) else {}
    accepted, rubric = key.get("accepted", ()), key.get("rubric", "")
    lines = [*_lines(words["options"]), *(accepted if isinstance(accepted, list) else ())]
    if len(lines) > 2 * MOST_OPTIONS:
        raise TooManyOptions(limit=MOST_OPTIONS)
    for text, limit in (
        *((words[name], LONGEST) for name in ("text", "explanation")),
        (rubric, LONGEST),
        *((line, OPTION) for line in (*lines, *words["feedback"].values())),
    ):
        if isinstance(text, str) and len(text) > limit:
            raise TextTooLong(limit=limit)


def _lines(options: Any) -> list[Any]:
    """Every text one chooses from, matches or puts in order."""
    if isinstance(options, Mapping):
        return [line for side in ("left", "right") for line in options.get(side) or ()]
    return options if isinstance(options, list) else []


def changes_marks(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether attempts marked by the one could be marked otherwise by the other."""
    return any(before[name] != after[name] for name in ("kind", "options", "key"))
