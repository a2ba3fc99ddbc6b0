"""Text with pictures, from Markdown to HTML: asks the database what is known of the pictures, once for each call."""

import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from markupsafe import Markup

from lms.core import markdown
from lms.core.markdown import Figure
from lms.writing import queries, rules

#: Texts without pictures that a process keeps ready: a bank of questions fits.
KEPT = 4096


def facts(*sources: str) -> dict[str, Figure]:
    """What is known of the pictures that these texts name, as `core.markdown` asks for it. At most one SELECT."""
    named = {
        number
        for source in sources
        if "/pictures/" in source  # most texts have none, and need not be read for them
        for _line, number, _words in markdown.mentions(source)
        if number
    }
    return {
        name: Figure(tuple((size["width"], size["height"], size["bytes"]) for size in row.sizes))
        for name, row in queries.ready(named).items()
    }


def render(source: str, prefix: str | None = "s-") -> str:
    """Markdown with our pictures as figures; a picture that is not ready leaves its description. Raises TextTooLong."""
    return markdown.render(source, prefix, facts(source))


def brief(source: str, known: Mapping[str, Figure] | None = None) -> Markup:
    """A short text, a question's for instance: kept in memory if it has no pictures, and without ids of headings.

    Give `known` (one call of `facts` for all of them) where a page shows many.
    """
    if "/pictures/" not in source:
        return _kept(source)
    return Markup(markdown.render(source, None, facts(source) if known is None else known))


@lru_cache(KEPT)
def _kept(source: str) -> Markup:
    return Markup(markdown.render(source, None))


@cache
def edition() -> str:
    """Another whenever the same text may give other HTML: what reads Markdown, here or in a library, has changed."""
    read_with = [version(name) for name in ("markdown-it-py", "nh3")]
    return hashlib.sha256(Path(markdown.__file__).read_bytes() + " ".join(read_with).encode()).hexdigest()


def check(*sources: str) -> None:
    """These texts may be shown to readers: their pictures are described, ours and ready. At most one SELECT.

    Raises PictureUndescribed, PictureUnknown and PictureNotReady with the line, and TextTooLong.
    """
    named = {number for source in sources for _line, number, _words in markdown.mentions(source) if number}
    states = queries.named(named) if named else {}
    for source in sources:
        rules.check_pictures(source, states)
