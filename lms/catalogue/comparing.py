"""Two texts of a lesson beside each other: which of its parts differ, and where. Pure."""

from typing import Any, NamedTuple

from lms.catalogue.rules import WORDS
from lms.core.words import Lazy, _l
from lms.writing.differences import Piece, between

#: What each part is called.
PARTS: dict[str, Lazy] = {
    "title_vi": _l("Title in Vietnamese"),
    "title_en": _l("Title in English"),
    "minutes": _l("Minutes of reading"),
    "goals": _l("After this lesson you can"),
    "body": _l("Text"),
    "activity": _l("Try it"),
    "recap": _l("Remember"),
    "videos": _l("Videos"),
}
#: Signs kept at each end of a long passage that did not change.
AROUND = 160


class Part(NamedTuple):
    """A part of a lesson that differs, with what is gone and what is new in it."""

    name: str
    title: Lazy
    pieces: list[Piece]


def compared(old: dict[str, Any], new: dict[str, Any]) -> list[Part]:
    """The parts that differ, in the order of the sheet."""
    texts = [(name, as_text(name, old[name]), as_text(name, new[name])) for name in WORDS]
    return [Part(name, PARTS[name], shortened(between(a, b))) for name, a, b in texts if a != b]


def as_text(name: str, value: Any) -> str:
    """A part of a lesson as it is compared."""
    if name == "videos":
        return "\n".join(_video(video) for video in value)
    return "\n".join(value) if isinstance(value, list) else str(value)


def _video(video: dict[str, Any]) -> str:
    sizes = [f"{video[name]} {unit}" for name, unit in (("minutes", "min"), ("megabytes", "MB")) if video.get(name)]
    return " · ".join(
        [video["title"], video["url"], *sizes, *([f"/pictures/{video['poster']}"] * bool(video["poster"]))]
    )


def shortened(pieces: list[Piece]) -> list[Piece]:
    """The same with long unchanged passages cut to their ends, with "…" between."""
    kept = []
    for place, (kind, text) in enumerate(pieces):
        if kind == "same" and len(text) > 2 * AROUND + 40:
            head = text[:AROUND].rpartition(" ")[0] if place else ""
            tail = text[-AROUND:].partition(" ")[2] if place + 1 < len(pieces) else ""
            text = f"{head} … {tail}"
        kept.append(Piece(kind, text))
    return kept
