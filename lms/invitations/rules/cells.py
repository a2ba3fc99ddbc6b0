"""What one cell of a list means: a phone number, an e-mail address, a birth year, a gender, a province. Pure.

Every function answers None for a cell that says nothing, and raises for one that says something it cannot read:
nothing that was typed is left out in silence.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from lms.core.errors import RuleBroken
from lms.core.text import ForeignPhone, NotAnEmail, NotAPhone, fold, parse_email, parse_phone
from lms.core.words import _l
from lms.people import rules as people
from lms.people.rules import Gender
from lms.places.rules import key

#: What people write where there is nothing to write, folded.
NOTHING = {
    "", "-", "--", "---", "_", ".", "..", "...", "?", "/", "//", "0", "x x", "n/a", "na", "#n/a", "nan", "none", "null",
    "khong", "khong co", "khong ro", "ko", "ko co", "k co", "k", "chua", "chua co", "chua ro", "trong", "nil", "no",
}  # fmt: skip

LONGEST_NOTHING = max(map(len, NOTHING))


class RoundedPhone(RuleBroken):
    """A number that a spreadsheet shortened to 9.12E+08."""

    sentence = _l("Excel has shortened this phone number. Write all its digits as text")


class BirthUnread(RuleBroken):
    """Neither a year nor a day."""

    sentence = _l("Write the birth year with four digits, for example 2004, or the date as 15/03/2004")


class NoSuchDay(RuleBroken):
    """The 31st of February."""

    sentence = _l("There is no such date. Write it as 15/03/2004, or only the year")


class GenderUnread(RuleBroken):
    """A word that is no gender."""

    sentence = _l("Write the gender as Nam, Nữ or Khác, or leave it empty")


class BothGenders(RuleBroken):
    """Nam and Nữ are both ticked."""

    sentence = _l("Both Nam and Nữ are marked. Keep one of them")


class ProvinceUnread(RuleBroken):
    """No province is or was called so."""

    sentence = _l("No province is called %(name)s. Write its name as it is today, or its old name")


class NameWithNumber(RuleBroken):
    """A phone number or an e-mail address among the letters: columns were mixed up."""

    sentence = _l("There is a number or an address in the name. Put it into a column of its own")


class LettersLost(RuleBroken):
    """Letters were replaced by question marks when the file was saved."""

    sentence = _l("Letters of this name were lost when the file was saved. Write it again")


def says(cell: str) -> str:
    """The cell without signs around it that mean nothing; "" when it says nothing."""
    text = " ".join(cell.strip(" \u00a0'’\"`").split())
    return "" if len(text) <= LONGEST_NOTHING and fold(text) in NOTHING else text


def name(cell: str) -> str:
    """A full name. Raises what `people.rules.check_name` raises, LettersLost and NameWithNumber."""
    text = people.check_name(says(cell))
    if "?" in text or "\ufffd" in text:
        raise LettersLost()
    if "@" in text or sum(map(str.isdigit, text)) > 2:
        raise NameWithNumber()
    return text


_PARTS = re.compile(r"[,;/|\\&]|\s[-–]\s|\b(?:hoac|hoặc|hay|va|và|or)\b", re.IGNORECASE)
#: A number as Excel shows a long one, with the digits before and after its point.
_SHORTENED = re.compile(r"(\d)(?:[.,](\d+))?e\+?0?(\d{1,2})", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:\+\s?84|\b84|\b0084|\b0|\b)[\s.\-]?\(?0?\)?[\s.\-]?[35789](?:[\s.\-]?\d){8}(?!\d)")


def phone(cell: str) -> str | None:
    """The first mobile number in a cell, +84…; the 0 that a spreadsheet took away is put back. Raises RuleBroken."""
    text = says(cell)
    if not text:
        return None
    short = _SHORTENED.fullmatch(text.replace(" ", ""))
    if short:
        text = _written_out(short)
    text = re.sub(r"^(\+?\d{9,12})[.,]0$", r"\1", text)
    try:
        return parse_phone(text)
    except NotAPhone as broken:
        for part in (*_PARTS.split(text)[:8], *_NUMBERS.findall(text[:200])):
            found = _mobile(part)
            if found:
                return found
        if isinstance(broken, ForeignPhone) or type(broken) is not NotAPhone:
            raise
        return _first_refusal(text)


def _written_out(short: re.Match[str]) -> str:
    digits, power = short[1] + (short[2] or ""), int(short[3])
    if len(digits) < power - 1 or power > 14:  # a round hundred at the end is possible, a thousand is not believed
        raise RoundedPhone()
    return digits.ljust(power + 1, "0")


def _mobile(part: str) -> str | None:
    try:
        return parse_phone(re.sub(r"[^\d+().\-\s]", "", part))
    except NotAPhone:
        return None


def _first_refusal(text: str) -> None:
    """Why the first thing that looks like a number is none. Raises NotAPhone or one of its kinds."""
    parts = [re.sub(r"[^\d+]", "", part) for part in _PARTS.split(text)[:8]]
    parse_phone(next((part for part in parts if len(part) >= 8), ""))


def email(cell: str) -> str | None:
    """The first e-mail address in a cell. Raises NotAnEmail."""
    text = says(cell)
    if not text:
        return None
    parts = [part.strip(" <>()[].:'\"").removeprefix("mailto:") for part in re.split(r"[,;/|\s<>]+", text)[:8]]
    for part in parts:
        try:
            return parse_email(part)
        except NotAnEmail:
            continue
    return parse_email(next((part for part in parts if "@" in part), text))


#: Day one of a spreadsheet's calendar, and numbers that are days of the last hundred years.
SERIAL_FROM, SERIALS = date(1899, 12, 30), range(7_000, 60_000)
_DAY = re.compile(r"(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_TIME = re.compile(r"[ T,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?$", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
#: A number of two digits alone may be an age. Above this it is the end of a year, with a 0 in front too.
SURELY_YEAR = 40
#: Two digits never mean somebody older than this.
OLDEST_OF_TWO = 80


def birth_year(cell: str, day: date) -> int | None:
    """The birth year in a year or a date, believable on `day`. Raises BirthUnread, NoSuchDay, BirthYearUnlikely."""
    text = _TIME.sub("", says(cell))
    if not text:
        return None
    year = _year(text, day)
    people.check_birth(day, year)
    return year


def _year(text: str, day: date) -> int:
    text = re.sub(r"[.,]0+$", "", text) if re.fullmatch(r"\d+[.,]0+", text) else text
    if re.fullmatch(r"\d{4}", text):
        return int(text)
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text) and int(text[:5]) in SERIALS:
        return (SERIAL_FROM + timedelta(days=int(text[:5]))).year
    if re.fullmatch(r"\d{2}", text) and (text[0] == "0" or int(text) >= SURELY_YEAR):
        return _of_two(int(text), day)
    if re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d", text):
        return _from_day(int(text[6:]), int(text[4:6]), int(text[:4]))
    if re.fullmatch(r"\d{8}", text):
        return _from_day(int(text[:2]), int(text[2:4]), int(text[4:]))
    return _from_text(text, day)


def _from_text(text: str, day: date) -> int:
    found = _DAY.fullmatch(text) or _IN_WORDS.fullmatch(fold(text))
    if found:
        year = int(found[3]) if len(found[3]) == 4 else _of_two(int(found[3]), day)
        return _from_day(int(found[1]), int(found[2]), year)
    if found := _ISO.fullmatch(text):
        return _from_day(int(found[3]), int(found[2]), int(found[1]))
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[1]) <= 12:
        return int(found[2])
    if found := re.fullmatch(r"(?:sinh )?nam (?:sinh )?(\d{4})", fold(text)):
        return int(found[1])
    raise BirthUnread()


def _from_day(number: int, month: int, year: int) -> int:
    """The year, if there is such a day; American dates put the month first."""
    for one, other in ((number, month), (month, number)):
        try:
            return date(year, other, one).year
        except ValueError:
            continue
    raise NoSuchDay()


def _of_two(ending: int, day: date) -> int:
    """The only year with this ending in which somebody may have been born who is on a list."""
    year = day.year - day.year % 100 + ending
    year -= 100 if year > day.year - people.YOUNGEST else 0
    if day.year - year > OLDEST_OF_TWO:
        raise BirthUnread()
    return year


GENDERS = {
    **dict.fromkeys(("nu", "nu gioi", "gai", "female", "f", "woman", "girl", "ba", "chi", "co"), Gender.FEMALE),
    **dict.fromkeys(("nam", "nam gioi", "trai", "male", "m", "man", "boy", "ong", "anh"), Gender.MALE),
    **dict.fromkeys(("khac", "gioi tinh khac", "other", "phi nhi nguyen", "non-binary"), Gender.OTHER),
}


def gender(cell: str) -> str | None:
    """`female`, `male`, `other`. Raises GenderUnread."""
    text = fold(says(cell)).strip(".")
    if text and text not in GENDERS:
        raise GenderUnread()
    return GENDERS[text].value if text else None


def province(cell: str, names: Mapping[str, str]) -> str | None:
    """The code of a province by code, by any name it ever had, or at the end of an address.

    `names`: `places.rules.key` of each name, and each code -> code. Raises ProvinceUnread.
    """
    text = says(cell)
    if not text:
        return None
    if re.fullmatch(r"\d{1,2}(?:[.,]0)?", text):
        code = re.split(r"[.,]", text)[0].zfill(2)
        if code in names:
            return names[code]
        raise ProvinceUnread(name=text)
    for part in _places_in(text):
        found = names.get(key(part)) or names.get(key(re.sub(r"^\s*t\b\.?\s*", "", part, flags=re.IGNORECASE)))
        if found:
            return found
    raise ProvinceUnread(name=text[:60])


def _places_in(text: str) -> list[str]:
    """The whole cell, then its parts from the last: an address ends with the province."""
    text = re.sub(r"[\s,.\-–]*(?:vi[eệ]t\s?nam|vn)\.?$", "", text[:300], flags=re.IGNORECASE) or text
    after = re.findall(r"(?:t[ỉi]nh|th[àa]nh ph[ốo]|tp)[\s.:]+(.+)$", text, flags=re.IGNORECASE)
    parts = re.split(r"[,;/\n]|\s[-–]\s|\(|\)", text)
    return [text, *after, *reversed(parts), *re.split(r"[-–]", text)[:0:-1]]


def is_province(cell: str, names: Mapping[str, str]) -> bool:
    """Whether a cell names a province."""
    try:
        return province(cell, names) is not None
    except ProvinceUnread:
        return False
