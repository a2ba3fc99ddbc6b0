"""Rules about signing in: what a password must be, how often one may try, how long a sign-in lasts. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from lms.core.errors import RuleBroken
from lms.core.text import fold
from lms.core.words import _l

#: Length, not composition (OWASP ASVS 5.0, 6.2).
PASSWORD_FROM, PASSWORD_UNTIL = 8, 200

#: Wrong tries an hour at what was typed (a contact alone, or with one birth year), and on one person whom a try
#: can only be for, by whatever contact (ASVS 5.0, 6.3.1). See docs/decisions/0009.
TRIES, PERSON_TRIES, TRIES_WINDOW = 5, 10, timedelta(hours=1)
#: A network (a school, a whole operator behind one address) is never locked out: once tries at this many different
#: things failed from it in the window, its next try has to wait a moment after the last failure.
NETWORK_CONTACTS, NETWORK_PAUSE = 50, timedelta(seconds=3)
#: Sign-ups from one network are only slowed down, and late: a livestream's audience shares a few addresses.
SIGN_UPS, SIGN_UPS_PAUSE = 1000, timedelta(seconds=1)
#: Failures are forgotten after a day, ended sign-ins after a season.
FAILURES_KEPT, SIGN_INS_KEPT = timedelta(days=1), timedelta(days=90)

#: With a phone alone this many persons are tried, with an e-mail alone one, with a birth year as many as
#: with a phone: it depends on what was typed, never on who exists.
PERSONS_BY_PHONE, PERSONS_BY_EMAIL = 4, 1


class PasswordTooShort(RuleBroken):
    """Fewer than `least` characters."""

    sentence = _l("Use at least %(least)s characters. Three words together are easy to remember")


class PasswordTooLong(RuleBroken):
    """More than `most` characters."""

    sentence = _l("Use at most %(most)s characters")


class PasswordTooCommon(RuleBroken):
    """Among the first that anybody would try."""

    sentence = _l("Many people use this password, so it is easy to guess. Choose another")


class PasswordIsContact(RuleBroken):
    """The phone number or e-mail address itself, or the name."""

    sentence = _l("Choose a password that is not your name, phone number or e-mail address")


class WrongSignIn(RuleBroken):
    """Nobody is known by this contact and password. The same words whether or not the contact exists."""

    sentence = _l("This phone number or e-mail and this password do not go together. Check both and try again")


class WrongPassword(RuleBroken):
    """The present password was not typed right."""

    sentence = _l("This is not your present password. Enter it again")


class TooManyTries(RuleBroken):
    """Too many wrong tries on what was typed: `minutes` to wait. The same for contacts nobody has."""

    sentence = _l("There were too many tries. Wait %(minutes)s minutes, then try again")


class BirthYearNeeded(RuleBroken):
    """Too many wrong tries on a contact alone: now it takes the birth year. The same for contacts nobody has."""

    sentence = _l("There were too many tries. Enter your birth year too, then try again")


class SlowDown(RuleBroken):
    """Many failures came from this network: `seconds` to wait."""

    sentence = _l("Many people are signing in from this network. Try again in %(seconds)s seconds")


class CrowdSigningUp(RuleBroken):
    """Very many signed up from this network within the hour, and somebody a moment ago."""

    sentence = _l("Many people are signing up from this network. Press the button again in a moment")


class SignedUpAlready(RuleBroken):
    """The same sheet once more, long after it made an account. Only who has the sheet reads this."""

    sentence = _l("You have signed up with this page already. Sign in instead")


class SeveralPeople(RuleBroken):
    """The same password opens the account of more than one person who share the contact."""

    sentence = _l("Several people share this contact and this password. Enter your birth year")


class Limits(NamedTuple):
    """How long a sign-in lasts at most, and without a visit."""

    whole: timedelta
    idle: timedelta


#: A learner's own phone, and staff who see other people's data (ASVS 5.0, 7.3).
LEARNER = Limits(timedelta(days=30), timedelta(days=14))
STAFF = Limits(timedelta(hours=12), timedelta(hours=1))


def limits(is_staff: bool) -> Limits:
    """How long a sign-in lasts."""
    return STAFF if is_staff else LEARNER


def guess_key(text: str) -> str:
    """What a guesser tries: no tones, case or spaces."""
    return fold(text).replace(" ", "")


def check_password(password: str, *, common: Collection[str], own: Collection[str] = ()) -> None:
    """Refuses what is short, well known, or the person's `own` name or contact."""
    if len(password) < PASSWORD_FROM:
        raise PasswordTooShort(least=PASSWORD_FROM)
    if len(password) > PASSWORD_UNTIL:
        raise PasswordTooLong(most=PASSWORD_UNTIL)
    key = guess_key(password)
    if key in {guess_key(text) for text in own if text}:
        raise PasswordIsContact()
    if key in common or len(set(key)) < 3:
        raise PasswordTooCommon()


def persons_tried(kind: str, birth_year: int | None) -> int:
    """How many passwords are checked, always, for a contact of this kind."""
    return PERSONS_BY_PHONE if kind == "phone" or birth_year is not None else PERSONS_BY_EMAIL


def check_tries(tries: int, first: datetime | None, *, most: int = TRIES, at: datetime) -> None:
    """Refuses another try at what failed `most` times since `first`, the oldest in the window."""
    if tries >= most and first is not None:
        left = first + TRIES_WINDOW - at
        raise TooManyTries(minutes=max(1, -(-int(left.total_seconds()) // 60)))


def check_network(contacts_failed: int, last: datetime | None, *, at: datetime) -> None:
    """Slows a network down from which many different tries failed; `last` is its latest failure."""
    if contacts_failed >= NETWORK_CONTACTS and last is not None and at - last < NETWORK_PAUSE:
        raise SlowDown(seconds=int(NETWORK_PAUSE.total_seconds()))


def check_crowd(sign_ups: int, last: datetime | None, *, at: datetime) -> None:
    """Slows a network down from which SIGN_UPS people signed up within the window; `last` is the latest."""
    if sign_ups >= SIGN_UPS and last is not None and at - last < SIGN_UPS_PAUSE:
        raise CrowdSigningUp()


#: What user agents say -> what people call it; the first that is found.
BROWSERS = (
    ("Zalo", "Zalo"), ("FBAN", "Facebook"), ("FBAV", "Facebook"), ("TikTok", "TikTok"), ("musical_ly", "TikTok"),
    ("coc_coc", "Cốc Cốc"), ("SamsungBrowser", "Samsung Internet"), ("EdgA", "Edge"), ("EdgiOS", "Edge"),
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("FxiOS", "Firefox"), ("Firefox", "Firefox"), ("CriOS", "Chrome"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """ "Chrome · Android": what a person recognises their device by. "" when it says nothing known."""
    found = (next((name for sign, name in table if sign in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))
