"""Questions about places and days off. They are the same for everybody, so none takes a viewer."""

import re
from datetime import date, timedelta

from sqlalchemy import select

from lms.core.db import db
from lms.places.models import Commune, Holiday, Province, ProvinceAlias
from lms.places.rules import MOST_DAYS, DaysOff, days_off, key


def provinces() -> list[Province]:
    """The provinces of today in Vietnamese order."""
    return list(db.session.scalars(select(Province).where(Province.valid_to.is_(None)).order_by(Province.name_sort)))


def former_names() -> list[tuple[ProvinceAlias, Province]]:
    """Names that were official once and no province has now, with the province they belong to, in no order."""
    joined = select(ProvinceAlias, Province).join(Province, ProvinceAlias.province_code == Province.code)
    rows = db.session.execute(joined.where(ProvinceAlias.official_until.is_not(None)))
    return [(alias, province) for alias, province in rows if alias.name_fold != key(province.name_vi)]


def province(code: str | None) -> Province | None:
    """The province with this code ("01"), if any."""
    return db.session.get(Province, code) if code else None


def find(text: str) -> Province | None:
    """The province meant by what somebody typed: its code, a name with or without tones, an old name, a short form."""
    if re.fullmatch(r"\s*[0-9]{2}\s*", text):
        return province(text.strip())
    joined = select(Province).join(ProvinceAlias, ProvinceAlias.province_code == Province.code)
    return db.session.scalar(joined.where(ProvinceAlias.name_fold == key(text)))


def communes_of(province_code: str) -> list[Commune]:
    """The communes of a province today, in Vietnamese order."""
    chosen = select(Commune).where(Commune.province_code == province_code, Commune.valid_to.is_(None))
    return list(db.session.scalars(chosen.order_by(Commune.name_sort, Commune.code)))


def commune(code: str | None) -> Commune | None:
    """The commune with this code ("00004"), if any."""
    return db.session.get(Commune, code) if code else None


def holidays_between(first: date, last: date) -> list[DaysOff]:
    """Days off that touch `first` to `last`, in order; one that began before is given whole."""
    margin = timedelta(days=MOST_DAYS)
    near = select(Holiday).where(Holiday.on.between(first - margin, last + margin)).order_by(Holiday.on)
    taken = (days_off(day.on, day.days, day.days_before, day.name_vi, day.name_en) for day in db.session.scalars(near))
    return [off for off in taken if off and off.first <= last and off.last >= first]


def holidays(since: date) -> list[Holiday]:
    """The list of holidays from a day on, in order; those that were ended too."""
    return list(db.session.scalars(select(Holiday).where(Holiday.on >= since).order_by(Holiday.on)))


def holiday(on: date) -> Holiday | None:
    """The holiday on this date."""
    return db.session.get(Holiday, on)
