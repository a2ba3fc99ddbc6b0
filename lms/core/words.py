"""Words: which language is being spoken, and the translations of every sentence.

Messages are written in English in the code; `translations/<language>/LC_MESSAGES/<room>.po` holds one
catalogue per room. Catalogues are read once at start. Knows nothing of Flask, so rules may use it.

`python -m lms.core.words update ROOM` refreshes a room's catalogue from its code and templates.
"""

import sys
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import extract, pofile
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("vi", "en")
_language: ContextVar[str] = ContextVar("language", default="vi")
_KEYWORDS = {"_": None, "_l": None, "gettext": None, "_n": (1, 2), "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def language() -> str:
    """The language being spoken now: `vi` or `en`."""
    return _language.get()


def speak(code: str | None) -> None:
    """Speak `code` from here on in this request or job; anything unknown means Vietnamese."""
    _language.set(code if code in LANGUAGES else "vi")


@cache
def _messages(code: str) -> dict[tuple[str | None, str], str]:
    known: dict[tuple[str | None, str], str] = {}
    for path in sorted((ROOT / "translations" / code / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in pofile.read_po(file):
                single = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
                text = message.string[0] if isinstance(message.string, (tuple, list)) else message.string
                if single and text and not message.fuzzy:
                    known.setdefault((message.context, single), text)
    return known


def _fill(text: str, values: dict[str, Any]) -> str:
    return text % values if values else text.replace("%%", "%")


def unfilled(message: str) -> str:
    """`message` in the language being spoken, its `%(name)s` places still open: Jinja fills and escapes them."""
    return unfilled_in(None, message)


def unfilled_in(context: str | None, message: str) -> str:
    """As `unfilled`, told apart by `context`."""
    return _messages(_language.get()).get((context, message), message)


def unfilled_plural(single: str, plural: str, n: int) -> str:
    """As `unfilled`: `single` or `plural` by `n`. Vietnamese has one form, English two (CLDR)."""
    return _messages(_language.get()).get((None, single)) or (single if n == 1 else plural)


def gettext(message: str, **values: Any) -> str:
    """`message` in the language being spoken, with `%(name)s` places filled."""
    return _fill(unfilled(message), values)


def pgettext(context: str, message: str, **values: Any) -> str:
    """As `gettext`, told apart by `context` where one English word has two meanings."""
    return _fill(unfilled_in(context, message), values)


def ngettext(single: str, plural: str, n: int, **values: Any) -> str:
    """`single` or `plural` by `n`, filled."""
    return _fill(unfilled_plural(single, plural, n), {"num": n, "n": n, **values})


class Lazy:
    """A message that is translated when it is shown."""

    __slots__ = ("msgid",)

    def __init__(self, msgid: str) -> None:
        self.msgid = msgid

    def __str__(self) -> str:
        return gettext(self.msgid)

    def __mod__(self, values: dict[str, Any]) -> str:
        return gettext(self.msgid, **values)


_ = gettext
_l = Lazy
_n = ngettext


def messages_of(room: str) -> Catalog:
    """Every message found in the code and templates of `room` ("core" has the layouts as well)."""
    found = Catalog(locale="vi", project="Cùng Học", charset="utf-8", fuzzy=False)
    folders = [ROOT / "lms" / room, ROOT / "templates" / room]
    if room == "core":
        folders += [ROOT / "templates" / part for part in ("layouts", "components", "errors", "core")]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            method = {".py": "python"}.get(path.suffix, "jinja2.ext:babel_extract")
            if path.suffix not in {".py", ".html", ".txt", ".subject", ".sms"}:
                continue
            with path.open("rb") as file:
                options = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}
                for line, message, _notes, context in extract.extract(
                    method, file, keywords=_KEYWORDS, options=options
                ):
                    found.add(message, None, [(str(path.relative_to(ROOT)), line)], context=context)
    return found


def catalogue_path(room: str, code: str = "vi") -> Path:
    """Where the catalogue of `room` lives."""
    return ROOT / "translations" / code / "LC_MESSAGES" / f"{room}.po"


def update(room: str) -> int:
    """Refresh the catalogue of `room`; answers how many messages still lack a translation."""
    path, found = catalogue_path(room), messages_of(room)
    known = Catalog(locale="vi")
    if path.exists():
        with path.open("rb") as file:
            known = pofile.read_po(file, locale="vi")
    known.update(found, no_fuzzy_matching=True)
    known.obsolete.clear()
    known.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pofile.write_po(file, known, width=110, omit_header=False, include_lineno=False, sort_output=True)
    return sum(1 for message in known if message.id and not any(message.string or ()))


if __name__ == "__main__":
    everywhere = sorted(path.parent.name for path in (ROOT / "lms").glob("*/__init__.py"))
    for name in sys.argv[2:] or everywhere:
        print(f"{name}: {update(name)} without a translation")
