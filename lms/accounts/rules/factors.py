"""Rules about second factors: who needs one, how long half a sign-in lasts, when one may be removed. Pure."""

from datetime import datetime, timedelta

from lms.core.errors import RuleBroken
from lms.core.words import Lazy, _l

#: Ways that prove two factors: a passkey that knew its owner, or a password or code and then a second factor.
#: `demo` counts only in the demonstration, whose people are invented.
TWO_FACTORS = frozenset({"passkey", "second"})

#: Half a sign-in, and an enrolment that was begun (ASVS 5.0, 6.5.5).
CEREMONY_LASTS = timedelta(minutes=10)
#: Wrong codes that end half a sign-in.
CEREMONY_TRIES = 5
#: Wrong codes an hour on one person, over all their half sign-ins.
SECOND_TRIES = 10
#: Whoever came in this lately need not prove again who they are (ASVS 5.0, 7.5).
RECENT = timedelta(minutes=10)
#: Passkeys a person may have.
PASSKEYS = 10

#: The cookie of a browser that was offered a passkey and does not want one now, and how long it is kept, seconds.
LATER, LATER_FOR = "passkey-later", 365 * 86400

#: How a sign-in came to be, in words.
WAYS: dict[str, Lazy] = {
    "password": _l("with the password"),
    "code": _l("with a code by e-mail"),
    "passkey": _l("with a passkey"),
    "second": _l("with a second factor"),
    "sign-up": _l("at sign-up"),
    "recovery": _l("with the recovery code"),
    "demo": _l("as an invented person"),
}


class WrongCode(RuleBroken):
    """Not the code of the app now, or one that was used already."""

    sentence = _l("This is not the code your app shows now. Wait for the next one and enter its six digits")


class NotYourPasskey(RuleBroken):
    """The passkey is not known, or what the browser sent does not prove it. One sentence for everything."""

    sentence = _l("This passkey did not work. Try again, or use another way to sign in")


class PasskeyNotKept(RuleBroken):
    """The browser made none, or made one that we cannot take."""

    sentence = _l("The passkey could not be added. Try again")


class TooManyPasskeys(RuleBroken):
    """There are `most` of them already."""

    sentence = _l("You have %(most)s passkeys. Remove one that you no longer use, then add this one")


class LastFactor(RuleBroken):
    """Staff keep at least one second factor."""

    sentence = _l("Your role needs a second factor. Add another one first, then remove this one")


def is_enough(way: str, *, is_staff: bool, demo: bool) -> bool:
    """Whether a sign-in made this way lets somebody in: staff need two factors."""
    return not is_staff or way in TWO_FACTORS or (demo and way == "demo")


def is_recent(began_at: datetime, *, at: datetime) -> bool:
    """Whether a sign-in is fresh enough to change how one signs in."""
    return at - began_at < RECENT


def check_removal(left: int, *, is_staff: bool) -> None:
    """Refuses to leave staff with no factor; `left` counts those that would remain."""
    if is_staff and left < 1:
        raise LastFactor()


def check_room(passkeys: int) -> None:
    """Refuses another passkey when there are enough."""
    if passkeys >= PASSKEYS:
        raise TooManyPasskeys(most=PASSKEYS)
