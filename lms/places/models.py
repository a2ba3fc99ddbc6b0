"""Provinces and communes as they are by law, with what they used to be called, and days off."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import db, sort_key_type


class Province(db.Model):
    """One of the 34 provincial units (Resolution 202/2025/QH15). Never deleted."""

    #: Two digits as text (Decision 19/2025/QĐ-TTg).
    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name_vi: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    #: `city` or `province`.
    kind: Mapped[str] = mapped_column(String(10))
    #: When the unit took its present kind.
    kind_since: Mapped[date] = mapped_column(Date)
    region: Mapped[str] = mapped_column(String(60))
    #: Vietnamese order of names.
    name_sort: Mapped[str] = mapped_column(sort_key_type(200), index=True)
    #: Recommended population figure, people.
    population: Mapped[int]
    #: Estimated people aged 16–30.
    youth: Mapped[int]
    #: Starting share of the 20 million, people.
    share_of_20m: Mapped[int]
    #: Place on the tile map, 15 rows × 6 columns from 0.
    tile_row: Mapped[int]
    tile_col: Mapped[int]
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class ProvinceAlias(db.Model):
    """A name people still type: old provinces, short forms, English."""

    #: What is looked up (`rules.key`): folded, without spaces and signs.
    name_fold: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"))
    #: Last day the name was official; None for mere spellings.
    official_until: Mapped[date | None] = mapped_column(Date)


class Commune(db.Model):
    """One of the 3,321 communes, wards and special zones; there are no districts."""

    #: Five digits as text.
    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    #: `phuong`, `xa` or `dac_khu`.
    kind: Mapped[str] = mapped_column(String(10))
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"), index=True)
    name_fold: Mapped[str] = mapped_column(String(80))
    name_sort: Mapped[str] = mapped_column(sort_key_type(240))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Holiday(db.Model):
    """A public holiday on which classes are skipped unless a trainer says otherwise."""

    on: Mapped[date] = mapped_column(Date, primary_key=True)
    name_vi: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    #: Usual number of days off.
    days: Mapped[int]
    #: How many of them lie before the day itself (Tết: one).
    days_before: Mapped[int] = mapped_column(default=0)
    #: The caretaker has changed or confirmed it: loading leaves it alone.
    confirmed: Mapped[bool] = mapped_column(default=False)
