"""The text of a lesson as it stands in its row."""

from typing import Any

from lms.catalogue import rules
from lms.catalogue.models import Lesson
from lms.catalogue.rules.words import NotReady, missing
from lms.core.errors import RuleBroken
from lms.core.markdown import outline
from lms.writing import text
from lms.writing.text import render


def words_of(lesson: Lesson) -> dict[str, Any]:
    """What a lesson says to its readers."""
    return {name: getattr(lesson, name) for name in rules.WORDS}


def in_html(words: dict[str, Any]) -> dict[str, Any]:
    """What is made of the words once, when they are put in place. Raises TextTooLong."""
    html = render(words["body"])
    return {"body_html": html, "activity_html": render(words["activity"], "a-"), "outline": outline(html)}


def check(words: dict[str, Any]) -> None:
    """Whether readers may see these words. Raises NotReady with everything that is missing."""
    faults = missing(words) + _faults_of_pictures(words)
    if faults:
        raise NotReady(faults)


def _faults_of_pictures(words: dict[str, Any]) -> list[tuple[str, RuleBroken]]:
    faults: list[tuple[str, RuleBroken]] = []
    for name in ("body", "activity"):
        try:
            text.check(words[name])
        except RuleBroken as broken:
            faults.append((name, broken))
    return faults
