"""The words of a track from a file, field by field: what has another shape is named with its place. Pure."""

import re
import unicodedata
from typing import Any

from lms.catalogue import rules
from lms.catalogue.rules import words as limits
from lms.core.errors import RuleBroken
from lms.core.forms import TURNS
from lms.core.text import nfc
from lms.core.words import _l

MOST_MODULES, MOST_LESSONS = 60, 60
CODE = re.compile(r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*")
_NOTHING = object()


class FieldWrong(RuleBroken):
    """`where` the file says something that cannot be."""

    sentence = _l("The file cannot be read at: %(where)s. Take the track out again")


def track_of(said: dict[str, Any]) -> dict[str, Any]:
    """The track a file tells of, with nothing in it but what we know. Raises FieldWrong."""
    track = _part(said, "track", dict, "track")
    told = {"code": _code(track, "code", "track", rules.CODE_LENGTH)} | _names(track, "track")
    modules = _part(track, "modules", list, "track")
    if len(modules) > MOST_MODULES:
        raise FieldWrong(where="modules")
    told["modules"] = [_module(module, f"modules/{place}") for place, module in enumerate(modules, 1)]
    codes = [module["code"] for module in told["modules"]]
    codes += [lesson["code"] for module in told["modules"] for lesson in module["lessons"]]
    if len({*codes}) != len(codes):
        raise FieldWrong(where="code")
    return told


def _module(module: Any, where: str) -> dict[str, Any]:
    told = {"code": _code(module, "code", where, rules.CODE_LENGTH)} | _names(module, where)
    for name, known in (("competences", rules.COMPETENCES), ("unesco", rules.UNESCO)):
        told[name] = _part(module, name, list, where)
        if not all(isinstance(code, str) and code in known for code in told[name]):
            raise FieldWrong(where=f"{where}/{name}")
    lessons = _part(module, "lessons", list, where)
    if len(lessons) > MOST_LESSONS:
        raise FieldWrong(where=f"{where}/lessons")
    told["lessons"] = [_lesson(lesson, f"{where}/lessons/{place}") for place, lesson in enumerate(lessons, 1)]
    return told


def _lesson(lesson: Any, where: str) -> dict[str, Any]:
    told = {"code": _code(lesson, "code", where, rules.LESSON_CODE_LENGTH)}
    told["drafted_with_ai"] = _part(lesson, "drafted_with_ai", bool, where)
    told |= _names(lesson, where)
    told["minutes"] = _number(lesson, "minutes", where, limits.MINUTES)
    told["goals"] = _lines(lesson, "goals", where)
    for name in ("body", "activity"):
        told[name] = _text(lesson, name, where, None)
        if limits.too_long(told[name]):
            raise FieldWrong(where=f"{where}/{name}")
    told["recap"] = _lines(lesson, "recap", where)
    videos = _part(lesson, "videos", list, where)
    if len(videos) > limits.VIDEOS:
        raise FieldWrong(where=f"{where}/videos")
    told["videos"] = [_video(video, f"{where}/videos/{place}") for place, video in enumerate(videos, 1)]
    return {"code": told["code"], "drafted_with_ai": told["drafted_with_ai"]} | {
        name: told[name] for name in rules.WORDS
    }


def _video(video: Any, where: str) -> dict[str, Any]:
    url = _text(video, "url", where, limits.ADDRESS)
    if not limits.SECURE.fullmatch(url):
        raise FieldWrong(where=f"{where}/url")
    poster = _part(video, "poster", (str, type(None)), where)
    if poster is not None and not re.fullmatch(r"[a-z2-7]{13}", poster):
        raise FieldWrong(where=f"{where}/poster")
    return {
        "url": url,
        "title": _text(video, "title", where, limits.TITLE),
        "minutes": _number(video, "minutes", where, limits.LENGTH, may_lack=True),
        "megabytes": _number(video, "megabytes", where, limits.MEGABYTES, may_lack=True),
        "poster": poster,
    }


def _part(parent: Any, name: str, kind: Any, where: str) -> Any:
    found = parent.get(name, _NOTHING) if isinstance(parent, dict) else _NOTHING
    if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
        raise FieldWrong(where=f"{where}/{name}")
    return found


def _names(parent: Any, where: str) -> dict[str, str]:
    return {name: _text(parent, name, where, limits.TITLE) for name in ("title_vi", "title_en")}


def _code(parent: Any, name: str, where: str, most: int) -> str:
    code = _part(parent, name, str, where)
    if len(code) > most or not code.isascii() or not CODE.fullmatch(code):
        raise FieldWrong(where=f"{where}/{name}")
    return code


def _number(parent: Any, name: str, where: str, most: int, *, may_lack: bool = False) -> int | None:
    found = _part(parent, name, (int, type(None)) if may_lack else int, where)
    if found is not None and not 1 <= found <= most:
        raise FieldWrong(where=f"{where}/{name}")
    return found


def _text(parent: Any, name: str, where: str, most: int | None) -> str:
    return _plain(_part(parent, name, str, where), f"{where}/{name}", most)


def _plain(text: str, where: str, most: int | None) -> str:
    """Text as we keep it: NFC, plain line breaks, nothing unseen."""
    if most is None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "\n\t" if most is None else ""
    text = nfc(text.translate(TURNS))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in kept for sign in text):
        raise FieldWrong(where=where)
    if most is not None and len(text) > most:
        raise FieldWrong(where=where)
    return text


def _lines(parent: Any, name: str, where: str) -> list[str]:
    found = _part(parent, name, list, where)
    if len(found) > limits.LINES or not all(isinstance(line, str) for line in found):
        raise FieldWrong(where=f"{where}/{name}")
    return [_plain(line, f"{where}/{name}", limits.LINE) for line in found]
