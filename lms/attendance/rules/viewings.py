"""What may be noted of a broadcast: a figure of a platform, with what shows it. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from lms.core.errors import RuleBroken
from lms.core.words import _l

#: More than anybody has watched anything at once; above it a digit was mistyped.
MOST = 100_000_000


class Platform(StrEnum):
    """Where it was broadcast."""

    YOUTUBE = "youtube"
    FACEBOOK = "facebook"
    TIKTOK = "tiktok"
    ZALO = "zalo"
    ZOOM = "zoom"
    OTHER = "other"


#: Platforms whose rooms are themselves broadcasts.
STREAMS = frozenset({Platform.YOUTUBE, Platform.FACEBOOK, Platform.TIKTOK})


class Measure(StrEnum):
    """What was counted: times it was opened, most screens at once, or viewers as the platform guesses them."""

    VIEWS = "views"
    PEAK = "peak"
    VIEWERS = "viewers"


class Figure(NamedTuple):
    """What somebody read off a platform, and when; `url` and the picture are what shows it."""

    platform: Platform
    measure: Measure
    figure: int
    read_at: datetime
    url: str | None
    note: str


class FigureUnlikely(RuleBroken):
    """Not 1 to MOST."""

    sentence = _l("Enter a whole number from 1 to 100 million")


class ReadBefore(RuleBroken):
    """Read off before the session began."""

    sentence = _l("The figure cannot be older than the session. Check date and time")


class ReadAhead(RuleBroken):
    """Read off in the future."""

    sentence = _l("This moment is still to come. Check date and time")


class NothingShowsIt(RuleBroken):
    """Neither an address nor a picture."""

    sentence = _l("Add the link of the broadcast or a picture of the figure, so that it can be checked")


class NotAPicture(RuleBroken):
    """The bytes are no PNG, JPEG or WebP, whatever the file is called."""

    sentence = _l("This file is not a picture. Choose a PNG, JPEG or WebP, for example a screenshot")


def check(figure: Figure, starts_at: datetime, at: datetime, *, picture: bool) -> None:
    """Refuses what cannot be, and what nothing shows. Raises FigureUnlikely, ReadBefore, ReadAhead, NothingShowsIt."""
    if not 1 <= figure.figure <= MOST:
        raise FigureUnlikely()
    if figure.read_at < starts_at:
        raise ReadBefore()
    if figure.read_at > at:
        raise ReadAhead()
    if not figure.url and not picture:
        raise NothingShowsIt()


def media_type(data: bytes) -> str:
    """The kind of a picture, by how its bytes begin (PNG §5.2, JFIF, RFC 9649 §2.4). Raises NotAPicture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise NotAPicture()
