"""Which files are taken as pictures, what texts must say of pictures, and which pictures may go. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.markdown import mentions
from lms.core.words import _l

#: Most bytes of an upload, and most pixels that are decoded: a photograph of any phone fits.
MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
#: Widths that are made, as far as the upload is that wide.
WIDTHS = (480, 960)
#: Highest picture that is made: a screenshot of a whole conversation is long, a trap longer.
MOST_HEIGHT = 4000
WAITING, READY, REFUSED = "waiting", "ready", "refused"
#: What a description may hold.
WORDS_LENGTH = 300


class PictureRefused(RuleBroken):
    """This file does not become a picture."""


class PictureMissing(PictureRefused):
    """No file was chosen, or an empty one."""

    sentence = _l("Choose the picture")


class PictureTooHeavy(PictureRefused):
    """More than `limit` MB."""

    sentence = _l("The picture is larger than %(limit)s MB. Make it smaller on your phone, or send a screenshot of it")


class PictureTooLarge(PictureRefused):
    """More than `limit` million pixels."""

    sentence = _l("The picture has more than %(limit)s million pixels. Make it smaller and put it in again")


class PictureIsHeic(PictureRefused):
    """A picture of an iPhone's own kind."""

    sentence = _l("This is an HEIC picture, which most phones cannot show. Save it as JPEG, or send a screenshot of it")


class PictureIsDrawing(PictureRefused):
    """An SVG: a program more than a picture."""

    sentence = _l("An SVG drawing cannot be put in. Save it as PNG first")


class PictureOfOtherKind(PictureRefused):
    """Neither JPEG nor PNG nor WebP."""

    sentence = _l("This file is no picture of a kind we know. Choose a JPEG, PNG or WebP")


class PictureBroken(PictureRefused):
    """Its beginning is right, the rest cannot be read."""

    sentence = _l("This picture is damaged or incomplete. Open it on your phone, save it again and put it in again")


class PictureGone(PictureRefused):
    """The upload is no longer there."""

    sentence = _l("The file was removed before the picture could be made. Put it in again")


class PictureUndescribed(RuleBroken):
    """On `line`: a picture without words."""

    sentence = _l("The picture on line %(line)s has no description. Write what it shows between the square brackets")


class PictureUnknown(RuleBroken):
    """On `line`: a picture we do not have."""

    sentence = _l("The picture on line %(line)s is not here. Put it in first, then use its line")


class PictureNotReady(RuleBroken):
    """On `line`: a picture that is still being made small."""

    sentence = _l("The picture on line %(line)s is still being made smaller. Try again in a minute")


class PictureInUse(RuleBroken):
    """`where`: a text it stands in."""

    sentence = _l("This picture stands in “%(where)s”. Take it out there first")


#: By the name that a picture keeps as `why`.
REFUSALS: dict[str, type[PictureRefused]] = {kind.__name__: kind for kind in PictureRefused.__subclasses__()}
#: What the sentences of some of them name.
LIMITS: dict[str, dict[str, Any]] = {
    "PictureTooHeavy": {"limit": MOST_BYTES // 1024**2},
    "PictureTooLarge": {"limit": MOST_PIXELS // 1_000_000},
}


def refusal(name: str) -> PictureRefused:
    """The refusal of that name, with its sentence."""
    return REFUSALS.get(name, PictureBroken)(**LIMITS.get(name, {}))


def check_upload(data: bytes) -> None:
    """Refuses by size and by the first bytes what no worker needs to open. Raises PictureRefused kinds."""
    if not data:
        raise PictureMissing()
    if len(data) > MOST_BYTES:
        raise refusal("PictureTooHeavy")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return
    if data[4:8] == b"ftyp":
        raise PictureIsHeic()
    if b"<svg" in data[:4096].lower():
        raise PictureIsDrawing()
    raise PictureOfOtherKind()


def check_pictures(source: str, states: Mapping[str, str] | None = None) -> None:
    """A text may be shown to readers: each of its pictures says what it shows, and is ours.

    `states`: by public id, how the pictures stand that we have; None asks for the words only (`text.check` asks for
    all). Raises PictureUndescribed, PictureUnknown and PictureNotReady with the line, and TextTooLong.
    """
    for line, picture, words in mentions(source):
        if not words:
            raise PictureUndescribed(line=line)
        if picture is None or states is not None and states.get(picture, REFUSED) == REFUSED:
            raise PictureUnknown(line=line)
        if states is not None and states[picture] != READY:
            raise PictureNotReady(line=line)


def check_unused(where: Collection[str]) -> None:
    """Only a picture that stands in no text may go; `where` names the texts it stands in. Raises PictureInUse."""
    for title in where:
        raise PictureInUse(where=title)


def markdown(picture: str, words: str = "") -> str:
    """The line that puts a picture into a text; what would end its brackets early is left out."""
    plain = " ".join(words.replace("\\", " ").replace("[", "(").replace("]", ")").split())
    return f"![{plain[:WORDS_LENGTH]}](/pictures/{picture})"
