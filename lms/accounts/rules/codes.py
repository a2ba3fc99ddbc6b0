"""Rules about one-time codes, recovery codes and contacts: what they look like, how long and how often. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from lms.accounts.rules.sign_ins import check_network
from lms.core.errors import RuleBroken
from lms.core.words import _l
from lms.people.rules import MARK_SIGNS


class Purpose(StrEnum):
    """What a code opens; one never does the work of another."""

    SIGN_IN = "sign-in"
    #: Several people share the contact whose code was right: the browser may choose one of them.
    WHO = "who"
    #: Proves a contact of the person at the screen.
    CONTACT = "contact"
    #: Handed out by staff; only sets a new password.
    PASSWORD = "password"


#: A code by e-mail or text: 26.6 bits (OWASP ASVS 5.0, 6.5.4 asks for 20), 10 minutes (6.5.5), few tries (6.6.3).
DIGITS, CODE_FOR, CODE_TRIES = 8, timedelta(minutes=10), 5
#: The choice of a person after a code was right.
WHO_FOR = timedelta(minutes=5)
#: A code that staff hand out: 55 bits, read out or written on paper.
HANDED_LENGTH, HANDED_FOR = 12, timedelta(hours=24)
#: A recovery code: 92 bits, kept on paper for years.
RECOVERY_LENGTH = 20
#: Wrong recovery codes and codes handed out an hour, on a contact or a person: too long to be guessed, and whoever
#: is locked out should not be locked out of this too.
LOST_TRIES = 10
#: None that look alike on a screen or on paper; an equal count of each is expected, 4.6 bits a sign.
SIGNS, GROUP = MARK_SIGNS, 4
#: Codes one contact is sent in an hour.
ASKS, ASKS_WINDOW = 5, timedelta(hours=1)
#: Codes past their time are kept as long as the throttle counts them.
CODES_KEPT = ASKS_WINDOW
#: How many people may be chosen from after a code; how many may share a phone; how many contacts one has.
PERSONS_SHOWN, PERSONS_BY_PHONE, CONTACTS_MOST = 8, 4, 6
#: After signing in with a code this long, a new password may be chosen without the present one.
FRESH_FOR = timedelta(minutes=10)


class WrongCode(RuleBroken):
    """Mistyped, used, too old, tried too often, asked for in another browser, or nobody's: all the same words."""

    sentence = _l("This code is not right, or no longer valid. Check the eight digits, or ask for a new code")


class CodeIncomplete(RuleBroken):
    """Not eight digits."""

    sentence = _l("Enter the eight digits of the code")


class KeyIncomplete(RuleBroken):
    """Neither as long as a recovery code nor as one handed out."""

    sentence = _l("Enter the whole code: a recovery code has 20 letters and digits, a code from your trainer 12")


class WrongKey(RuleBroken):
    """No learner is reached by this contact and has this code. The same words whether or not the contact exists."""

    sentence = _l(
        "This phone number or e-mail and this code do not go together, or the code was used already. "
        "Check both and try again"
    )


class TooManyCodes(RuleBroken):
    """A contact was sent ASKS codes: `minutes` to wait. The same for contacts nobody has."""

    sentence = _l("Many codes were asked for already. Wait %(minutes)s minutes, or sign in with your password")


class NoCodeByPhone(RuleBroken):
    """There is no text gateway."""

    sentence = _l("Codes can only be sent by e-mail here. Enter an e-mail address")


class NoCodeByEmail(RuleBroken):
    """There is no mail server."""

    sentence = _l("Codes can only be sent to phone numbers here. Enter a phone number")


class TooManyContacts(RuleBroken):
    """The person has CONTACTS_MOST."""

    sentence = _l("You have six contacts already. Remove one first")


class LastContact(RuleBroken):
    """Without a contact nobody could sign in."""

    sentence = _l("This is the only contact you sign in with. Add another one first")


def digits(seed: bytes) -> str:
    """DIGITS digits from 32 random bytes."""
    return f"{int.from_bytes(seed) % 10**DIGITS:0{DIGITS}d}"


def signs(seed: bytes, length: int) -> str:
    """`length` signs from 32 random bytes."""
    number, made = int.from_bytes(seed), []
    for _sign in range(length):
        number, which = divmod(number, len(SIGNS))
        made.append(SIGNS[which])
    return "".join(made)


def grouped(code: str) -> str:
    """As a person reads it: "1234 5678", "K7QM-4RTX-…"."""
    between = " " if code.isdigit() and len(code) == DIGITS else "-"
    return between.join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_digits(text: str) -> str:
    """The eight digits of what was typed or pasted. Raises CodeIncomplete."""
    found = "".join(sign for sign in text[:64] if sign.isascii() and sign.isalnum())
    if len(found) != DIGITS or not found.isdigit():
        raise CodeIncomplete()
    return found


def read_signs(text: str) -> str:
    """A recovery code or one handed out, as it was made: no case, no signs between. Raises KeyIncomplete."""
    found = "".join(sign for sign in text[:64] if sign.isascii() and sign.isalnum()).upper()
    if len(found) not in (RECOVERY_LENGTH, HANDED_LENGTH):
        raise KeyIncomplete()
    return found


def check_asks(asked: int, first: datetime | None, contacts: int, last: datetime | None, *, at: datetime) -> None:
    """Refuses another code for a contact that was sent ASKS since `first`; slows down a network.

    `contacts`: how many different ones the network asked for, the `last` time at that instant.
    """
    if asked >= ASKS and first is not None:
        left = first + ASKS_WINDOW - at
        raise TooManyCodes(minutes=max(1, -(-int(left.total_seconds()) // 60)))
    check_network(contacts, last, at=at)


def check_way(kind: str, kinds: set[str]) -> None:
    """Refuses a contact of a `kind` that no door leads to; `kinds` are those that have one."""
    if kind not in kinds:
        raise (NoCodeByPhone if kind == "phone" else NoCodeByEmail)()


def check_room(own: int) -> None:
    """Refuses a contact too many: the person has `own`.

    How many others have it is never a reason: it would tell that somebody has it.
    """
    if own >= CONTACTS_MOST:
        raise TooManyContacts()


def is_fresh(way: str, began_at: datetime, *, at: datetime) -> bool:
    """Whether a sign-in with a code is recent enough to stand in for the present password."""
    return way == "code" and at - began_at < FRESH_FOR
