"""The periods a figure is asked for: the whole programme, a year or a month."""

import re
from datetime import date, timedelta
from typing import NamedTuple

#: The year that stands for the whole programme.
PROGRAMME = 0
#: Years that are believed.
FIRST_YEAR, LAST_YEAR = 2024, 2099


class Period(NamedTuple):
    """`year` 0 is the programme; `month` 0 is the whole year."""

    year: int
    month: int = 0

    @property
    def scope(self) -> str:
        """Its name in the ledger and the cube."""
        if not self.year:
            return "programme"
        return f"month:{self.year}-{self.month:02}" if self.month else f"year:{self.year}"

    @property
    def code(self) -> str:
        """As it stands in an address: `programme`, `2026` or `2026-11`."""
        return self.scope.rpartition(":")[2]

    @property
    def first(self) -> date | None:
        """Its first day; None for the programme, whose ends are not fixed."""
        return date(self.year, self.month or 1, 1) if self.year else None

    @property
    def last(self) -> date | None:
        """Its last day; None for the programme."""
        if not self.year:
            return None
        month = self.month or 12
        following = date(self.year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=1)


def read_period(text: str, *, months: bool = False) -> Period | None:
    """The period meant by an address, or None: `programme`, `2026`, and `2026-11` where months are allowed."""
    if text == "programme":
        return Period(PROGRAMME)
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?", text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    month = int(found[2] or 0)
    if found[2] and not (months and 1 <= month <= 12):
        return None
    return Period(int(found[1]), month)


def periods(today: date) -> list[Period]:
    """What a filter offers: this year and the two before it, then the whole programme."""
    years = range(today.year, max(today.year - 3, FIRST_YEAR - 1), -1)
    return [*(Period(year) for year in years), Period(PROGRAMME)]
