"""How a typed place is recognised, and which days a holiday takes. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lms.core.text import fold
from lms.core.words import _l

#: Longest name that is looked up.
NAME_LENGTH = 80
#: Most days off around one holiday: how far a search for days off has to look beyond its ends.
MOST_DAYS = 14
#: What people write around a name: *tỉnh*, *thành phố*, *TP.*, *city*, *(cũ)*. No province begins or ends so.
_AROUND = re.compile(r"^(?:thanhpho|tinh|tp)(?=.)|(?<=.)(?:city|province|cu)$")

#: How a communal unit is called in full, by its kind.
_COMMUNES = {
    "phuong": _l("%(name)s Ward"),
    "xa": _l("%(name)s Commune"),
    "dac_khu": _l("%(name)s Special Zone"),
}


def commune_title(kind: str, name: str) -> str:
    """A commune's name with its kind, in the language being spoken: "Phường Ba Đình"."""
    return _COMMUNES[kind] % {"name": name}


def key(name: str) -> str:
    """What a province is looked up by: no tones, case, signs or spaces, and no *tỉnh* or *thành phố*.

    "TP. Hồ Chí Minh", "Tp.hcm" and "Ho Chi Minh City" differ only where an alias has to join them.
    """
    joined = re.sub(r"[^a-z0-9]", "", fold(name[: 2 * NAME_LENGTH]))
    return _AROUND.sub("", joined)[:NAME_LENGTH]


@dataclass(frozen=True)
class DaysOff:
    """Days on which classes are skipped unless a trainer says otherwise: `first` to `last`, both off."""

    first: date
    last: date
    name_vi: str
    name_en: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def days_off(on: date, days: int, days_before: int, name_vi: str, name_en: str) -> DaysOff | None:
    """The days a holiday takes, counted from `days_before` days before it; None if it takes none."""
    if days < 1:
        return None
    first = on - timedelta(days=days_before)
    return DaysOff(first, first + timedelta(days=days - 1), name_vi, name_en)
