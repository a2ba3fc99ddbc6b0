"""Vietnamese text: the form to store, the key to search by, the key to sort by; phones and e-mails.

Pure: text in, text out. Every function takes time linear in its input, whatever the input is.
"""

import re
import unicodedata
from collections.abc import Iterator
from unicodedata import category as _category

from lms.core.errors import RuleBroken
from lms.core.words import _l

#: Marks on one letter that are kept (Unicode's stream-safe format). `unicodedata.normalize` takes
#: quadratic time to sort the marks of one letter, so a longer run is an attack.
MARKS_KEPT = 30
#: Below this length even the worst run of marks is sorted in well under a millisecond.
SHORT = 500

#: Letters with a stroke, which Unicode does not take apart.
STROKES = {"đ": "d", "ƀ": "b", "ø": "o", "ł": "l"}
BARE = str.maketrans(STROKES)
#: Apostrophes (H'Hen Niê) and dashes (Bà Rịa – Vũng Tàu) come in many shapes; eth looks like đ.
SHAPES = str.maketrans("’‘ʼ`´‐‑‒–—−ÐðƉɖ", "'''''------ĐđĐđ")

#: The alphabet of CLDR `vi`; all but the letters with a hat, a horn or a stroke are plain Latin.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
#: A mark that makes another letter of the one below it.
SHAPED = {
    ("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê",
    ("o", "\u0302"): "ô", ("o", "\u031b"): "ơ", ("u", "\u031b"): "ư",
}  # fmt: skip
#: The tones in order (the level tone, "1", has no mark), then marks of Ê Đê, Jrai and Bahnar names.
TONES = {
    "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6",
    "\u0306": "7", "\u0302": "8", "\u030c": "9",
}  # fmt: skip
NO_MARK, OTHER_MARK = "1", "a"
SMALL, CAPITAL = "1", "2"
#: Weights are digits and small letters only, which stand in this order in every collation a database
#: may have: level end < space < signs < digits < the 33 letters < other scripts.
LEVEL, SPACE = "0", "1"
SIGNS = {"_": "20", "-": "21", ",": "22", ".": "23", "'": "24"}
OTHER_SIGN, DIGIT, OTHER_SCRIPT = "25", "3", "z9"
WEIGHTS = dict(zip(ALPHABET, [*"456789abcdefghijklmnopqrstuvwxy", "z0", "z1"], strict=True))
#: Categories of what is drawn on another letter, and of what is not drawn at all.
MARKS = frozenset({"Mn", "Me"})
UNSEEN = MARKS | {"Cf", "Cc"}


def _calm(text: str) -> str:
    """The same text with at most MARKS_KEPT marks on a letter, so that normalising it is linear."""
    if len(text) < SHORT or text.isascii():
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MARKS_KEPT:
            kept.append(char)
    return "".join(kept)


def nfc(text: str) -> str:
    """Unicode's composed form: what is stored. macOS, iOS and Excel hand in the decomposed one."""
    return unicodedata.normalize("NFC", _calm(text))


def fold(text: str) -> str:
    """The key to search by: no tones, no case, d for đ, single spaces. Folding twice is once."""
    apart = unicodedata.normalize("NFKD", _calm(text.translate(SHAPES)))
    bare = "".join(part for part in apart if part.isspace() or _category(part) not in UNSEEN)
    return " ".join(bare.casefold().translate(SHAPES).translate(BARE).split())


def _letters(text: str) -> Iterator[tuple[str, bool, list[str]]]:
    """Each letter or sign of `text` with its marks: (in lower case, was it a capital, [marks])."""
    char, marks = "", []
    for part in unicodedata.normalize("NFKD", _calm(text.translate(SHAPES))):
        if _category(part) in MARKS:
            marks.append(part)
            continue
        if char:
            yield char.lower(), char != char.lower(), marks
        char, marks = part, []
    if char:
        yield char.lower(), char != char.lower(), marks


def _weight(char: str) -> str:
    """The weight of one lower-case letter or sign on the first level."""
    if char in WEIGHTS:
        return WEIGHTS[char]
    if char.isspace():
        return SPACE
    if char.isdecimal():
        return f"{DIGIT}{unicodedata.decimal(char)}"
    if _category(char)[0] in "PSZC":
        return SIGNS.get(char, OTHER_SIGN)
    return OTHER_SCRIPT + "".join(f"{ord(part):06x}" for part in char)


def _levels(text: str) -> tuple[str, str, str]:
    """(letters, tones, case) of one text; level tones and small letters at the end are left out."""
    letters, tones, case = [], [], []
    for char, capital, marks in _letters(text):
        if char in STROKES and char not in WEIGHTS:
            char, marks = STROKES[char], [*marks, OTHER_MARK]
        shape = next((mark for mark in marks if (char, mark) in SHAPED), None)
        if shape:
            char, marks = SHAPED[char, shape], [mark for mark in marks if mark != shape]
        letters.append(_weight(char))
        tones.append(NO_MARK + "".join(TONES.get(mark, OTHER_MARK) for mark in marks))
        case.append(CAPITAL if capital else SMALL)
    return "".join(letters), "".join(tones).rstrip(NO_MARK), "".join(case).rstrip(SMALL)


def sort_key_plain(text: str) -> str:
    """The key to sort titles and places by: letters in CLDR `vi` order, then tones, then case.

    Digits and small letters only; comparing keys is comparing texts, under any collation.
    """
    return LEVEL.join(_levels(" ".join(text.split())))


def sort_key(full_name: str) -> str:
    """The key to sort people by, as class lists do: last syllable and its tone, then the rest."""
    *rest, last = full_name.split() or [""]
    given, given_tones, given_case = _levels(last)
    family, family_tones, family_case = _levels(" ".join(rest))
    return LEVEL.join((given, given_tones, family, family_tones, family_case, given_case))


def given_name(full_name: str) -> str:
    """What a person is called by: the last syllable of "Giàng A Páo" is "Páo"."""
    return (full_name.split() or [""])[-1]


def initials(full_name: str) -> str:
    """ "Nguyễn Văn An" as "N. V. A.": for pages that may not show the name."""
    firsts = (re.search(r"[^\W\d_]", word) for word in nfc(full_name).split())
    return " ".join(f"{first[0].upper()}." for first in firsts if first)


class NotAPhone(RuleBroken):
    """Not a mobile number of Vietnam. The kinds below say what to do about it."""

    sentence = _l("Enter all 10 digits, for example 0912 345 678")


class PhoneTooShort(NotAPhone):
    """Stops early."""

    sentence = _l("Some digits are missing. Enter all 10 digits, for example 0912 345 678")


class PhoneTooLong(NotAPhone):
    """More digits than a mobile number has."""

    sentence = _l("The number has too many digits. Enter 10 digits, for example 0912 345 678")


class OldPhone(NotAPhone):
    """An 11-digit number from before 2018: `old` and `new` prefix, `number` as it is today."""

    sentence = _l("%(old)s is now %(new)s. Enter %(number)s if that is your number")


class UnknownPrefix(NotAPhone):
    """Ten digits that begin like no mobile number: `prefix`."""

    sentence = _l("No mobile number begins with %(prefix)s. Check the first digits")


class Landline(NotAPhone):
    """A landline (02…): it receives no messages."""

    sentence = _l("This is a landline. Enter a mobile number, for example 0912 345 678")


class ForeignPhone(NotAPhone):
    """A number of another country."""

    sentence = _l("Only numbers of Vietnam can be used here. Enter an e-mail address instead")


class NotAnEmail(RuleBroken):
    """Not the shape of an e-mail address."""

    sentence = _l("Enter the whole e-mail address, for example pao@gmail.com")


class AccentedEmail(NotAnEmail):
    """A keyboard that types Vietnamese was on."""

    sentence = _l("An e-mail address has no accents. Enter it again, for example pao@gmail.com")


class NotAContact(RuleBroken):
    """Neither a phone number nor an e-mail address."""

    sentence = _l("Enter a phone number or an e-mail address")


#: Mobile numbers. Loose on purpose: Google's library wrongly refuses 052, 055 and 089.
MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
#: The prefixes that became shorter on 15 September 2018 (plan 798/QĐ-BTTTT).
RENUMBERED = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039", "0120": "070", "0121": "079",
    "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084",
    "0125": "085", "0127": "081", "0129": "082", "0186": "056", "0188": "058",
    "0199": "059",
}  # fmt: skip
PHONE_SIGNS = re.compile(r"[\s.\-()/\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
#: Longest text that is looked at: longer is no contact.
CONTACT_LENGTH = 254
EMAIL_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*")
EMAIL_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
EMAIL_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")


def _domestic(text: str) -> str:
    """The digits of a typed number as dialled inside Vietnam (leading 0); raises NotAPhone."""
    if len(text) > CONTACT_LENGTH:
        raise NotAPhone()
    digits = PHONE_SIGNS.sub("", unicodedata.normalize("NFKC", text).translate(SHAPES))
    abroad = digits.startswith(("+", "00"))
    digits = digits.removeprefix("+").removeprefix("00") if abroad else digits
    if not re.fullmatch(r"[0-9]+", digits):
        raise NotAPhone()
    if abroad and not digits.startswith("84"):
        raise ForeignPhone()
    if abroad or (digits.startswith("84") and len(digits) >= 10):
        digits = digits.removeprefix("84")
    # A spreadsheet takes the leading 0 away, and "+84 (0)912…" writes it where it is not dialled.
    return "0" + digits.removeprefix("0")


def parse_phone(text: str) -> str:
    """A typed mobile number in E.164: "0912 345 678" and "84 912.345.678" are "+84912345678".

    Raises a kind of NotAPhone whose sentence says what to mend.
    """
    number = _domestic(text)
    if MOBILE.fullmatch(number):
        return "+84" + number[1:]
    if number.startswith("02") and len(number) >= 10:
        raise Landline()
    new = RENUMBERED.get(number[:4])
    if new and len(number) == 11:
        raise OldPhone(old=number[:4], new=new, number=national("+84" + new[1:] + number[4:]))
    if len(number) == 10:
        raise UnknownPrefix(prefix=number[:3])
    raise PhoneTooShort() if len(number) < 10 else PhoneTooLong()


def national(phone: str) -> str:
    """A stored number as people write it: "0912 345 678". Anything else comes back as it is."""
    if re.fullmatch(r"\+84\d{9}", phone):
        return f"0{phone[3:6]} {phone[6:9]} {phone[9:]}"
    return phone


def masked(contact: str) -> str:
    """A stored contact as lists show it, enough to tell two apart: "0912 ••• 678", "m•••@mail.vn"."""
    name, at, domain = contact.partition("@")
    if at:
        return f"{name[:1]}•••@{domain}"
    shown = national(contact)
    return f"{shown[:4]} ••• {shown[-3:]}"


def parse_email(text: str) -> str:
    """A typed e-mail address in small letters. Only its shape is checked. Raises NotAnEmail."""
    address = nfc(text).strip() if len(text) <= 2 * CONTACT_LENGTH else text
    if len(address) > CONTACT_LENGTH or any(_category(char)[0] == "C" for char in address):
        raise NotAnEmail()
    if not address.isascii():
        raise AccentedEmail() if fold(address).isascii() else NotAnEmail()
    local, at, domain = address.casefold().rpartition("@")
    *labels, top = domain.split(".")
    if not at or len(local) > 64 or not EMAIL_LOCAL.fullmatch(local):
        raise NotAnEmail()
    if not labels or not EMAIL_TOP.fullmatch(top) or not all(map(EMAIL_LABEL.fullmatch, labels)):
        raise NotAnEmail()
    return f"{local}@{domain}"


def parse_contact(text: str) -> tuple[str, str]:
    """("phone", E.164) or ("email", address). Raises NotAContact, NotAPhone or NotAnEmail."""
    if "@" in text:
        return "email", parse_email(text)
    head = text[:CONTACT_LENGTH]
    if any(char.isalpha() for char in head) or not any(char.isdigit() for char in head):
        raise NotAContact()
    return "phone", parse_phone(text)
