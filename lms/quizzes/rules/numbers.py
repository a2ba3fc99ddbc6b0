"""Numbers as people in Vietnam type them: 1.350 or 1,350 or 1350; 1,5 or 1.5; 190k; 32 triệu đồng.

A dot before three digits groups thousands in Vietnamese and begins decimals in English, a comma the other
way round. Where both are possible both readings are kept: the right answer decides which one was meant.
"""

import re
from decimal import Decimal

from lms.core.text import fold

#: Longest text that is looked at.
LONGEST = 40
#: Sign, then digits with dots, commas and spaces between them; what follows is the unit.
SHAPE = re.compile(r"([+-]?)\s*(\d[\d.,\s]*\d|\d)(.*)", re.DOTALL)
#: Minus signs and spaces come in many shapes; an apostrophe groups thousands on some keyboards.
SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "'": " ", "’": " "})
#: Words that multiply, folded, longest first.
SCALES = (("trieu", 6), ("nghin", 3), ("ngan", 3), ("ty", 9), ("ti", 9), ("tr", 6), ("k", 3))
#: Other ways to write a unit, folded.
SAME_UNIT = {"d": "dong", "vnd": "dong", "phan tram": "%", "kilogam": "kg", "ky": "kg", "can": "kg", "s": "giay"}


def unit_of(text: str) -> tuple[int, str]:
    """(power of ten, bare unit) of a unit: "nghìn đồng" is (3, "dong"), "đ" is (0, "dong")."""
    bare = fold(text).strip(" .")
    for word, power in SCALES:
        rest = bare.removeprefix(word)
        if rest != bare and (not rest or not rest[0].isalpha() or rest.strip() in SAME_UNIT):
            bare = rest.strip()
            return power, SAME_UNIT.get(bare, bare)
    return 0, SAME_UNIT.get(bare, bare)


def _readings(digits: str) -> set[str]:
    """Every way to read digits with signs between them, as plain decimal text."""
    digits = re.sub(r"\s+", " ", digits)
    if re.fullmatch(r"\d+", digits):
        return {digits}
    found = set()
    for group, point in ((".", ","), (",", "."), (" ", ","), (" ", ".")):
        whole = rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+|\d+"
        if re.fullmatch(rf"(?:{whole})(?:{re.escape(point)}\d+)?", digits):
            found.add(digits.replace(group, "").replace(point, "."))
    return found


def readings(typed: str, unit: str = "") -> set[Decimal]:
    """Every number that `typed` may mean, counted in `unit`; empty if it is no number, or of another unit.

    The unit may be left out. With "nghìn đồng" asked for, 385, "385 nghìn" and "385.000 đồng" are the same;
    of a unit only the first word is compared ("12 bài viết" are 12 "bài").
    """
    if len(typed) > LONGEST:
        return set()
    shape = SHAPE.fullmatch(typed.translate(SIGNS).strip())
    if not shape:
        return set()
    sign, digits, tail = shape.groups()
    wanted_power, wanted = unit_of(unit)
    power, bare = unit_of(tail) if tail.strip() else (wanted_power, wanted)
    if bare and bare.split()[0] != wanted.split(" ")[0]:
        return set()
    if not bare and power == 0:
        power = wanted_power
    shift = Decimal(10) ** (power - wanted_power)
    return {Decimal(sign + reading) * shift for reading in _readings(digits)}
