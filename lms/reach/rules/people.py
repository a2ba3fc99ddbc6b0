"""How a person is described in the ledger: age, band and youth on the day of the event."""

from dataclasses import dataclass
from datetime import date

from lms.people.rules import Band, age_on, band_of, is_youth


@dataclass(frozen=True, slots=True)
class Described:
    """A person on one day. `by_year_only`: the age is the difference of two years, and may be one too high."""

    age: int | None
    band: Band
    youth: bool
    by_year_only: bool


def by_year_only(birth_year: int | None, birth_date: date | None) -> bool:
    """Whether an age is known, but from a birth year alone. Reports say how many are."""
    return birth_date is None and birth_year is not None


def described(day: date, birth_year: int | None, birth_date: date | None) -> Described:
    """The description that is kept with a milestone of `day` (a local day)."""
    age = age_on(day, birth_year, birth_date)
    return Described(age, band_of(age), is_youth(age), age is not None and by_year_only(birth_year, birth_date))
