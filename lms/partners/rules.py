"""What a partner and its links may be, and which openings of a link are somebody's visit. Pure."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from lms.core.errors import RuleBroken
from lms.core.words import _l

NAME, WEBSITE, LABEL = 160, 300, 120
#: Signs of a code: none that look alike in small or capital letters, and no vowels, so that no word comes out.
CODE_SIGNS = "34679cdfhjkmnprtwxy"
CODE_LENGTH = 6
#: The longest code that is looked up.
MOST_CODE = 12


class Kind(StrEnum):
    """What an organisation is."""

    STATE = "state"
    SOCIAL = "social"
    PLATFORM = "platform"
    SCHOOL = "school"


class Use(StrEnum):
    """Where a link is shown."""

    POSTER = "poster"
    LIVESTREAM = "livestream"
    SCHOOL = "school"
    MESSAGE = "message"
    OTHER = "other"


class WebsiteUnclear(RuleBroken):
    """Not the address of a website."""

    sentence = _l("Enter the address of the website as it stands in the browser, for example https://laichau.gov.vn")


class PartnerEnded(RuleBroken):
    """The partnership is over: nothing new begins with it."""

    sentence = _l("This partnership has ended. Take it up again first")


class SpeaksForAnother(RuleBroken):
    """A person speaks for one organisation."""

    sentence = _l("This person speaks for another organisation already")


class NotYourself(RuleBroken):
    """Nobody gives a role to themselves."""

    sentence = _l("You cannot add yourself. Ask another coordinator")


def read_website(text: str) -> str | None:
    """An address of a website, with https:// where nothing is said; None for nothing. Raises WebsiteUnclear."""
    if not text:
        return None
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise WebsiteUnclear() from error
    named = re.fullmatch(r"[\w-]+(\.[\w-]+)+", host)
    if parts.scheme not in ("http", "https") or parts.username or not named or re.search(r"\s", address):
        raise WebsiteUnclear()
    return address


def read_code(text: str) -> str | None:
    """A code as it is kept, however it was typed; None for what cannot be one."""
    code = text.casefold()
    return code if 0 < len(code) <= MOST_CODE and code.isascii() and code.isalnum() else None


def check_open(ended_at: object) -> None:
    """Refuses something new with a partner that ended."""
    if ended_at is not None:
        raise PartnerEnded()


def check_other(person_id: int, by_id: int) -> None:
    """Refuses to make somebody a partner's speaker by their own hand."""
    if person_id == by_id:
        raise NotYourself()


#: Programs that open a link to draw a preview of it, or to look it over, as far as they say so. Cubot is a phone.
_PROGRAMS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|facebookexternalhit|facebookcatalog|meta-external|whatsapp/|headless"
    r"|curl/|wget/|python|okhttp|go-http|java/|axios|scanner|monitor|lighthouse",
    re.IGNORECASE,
)


def is_visit(user_agent: str, purpose: str = "") -> bool:
    """Whether somebody opened the page, as far as the browser says.

    `purpose`: the header `Sec-Purpose` or `Purpose`, which says when a page is only fetched ahead.
    """
    return bool(user_agent) and not _PROGRAMS.search(user_agent) and "prefetch" not in purpose.casefold()
