"""People counted once: the ledger of firsts, the cube kept from it, and the targets."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db


class Milestone(db.Model):
    """A person reached a rung for the first time within a scope. Withdrawn with a reason, never edited."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: `registered`, `attended` or `completed`.
    indicator: Mapped[str] = mapped_column(String(12))
    #: `programme`, `year:2026`, `month:2026-11`, `track:3` or `series:7`.
    scope: Mapped[str] = mapped_column(String(24))
    #: Local day of the first fact.
    day: Mapped[date] = mapped_column(Date)
    #: Where the person lived then; "" when unknown.
    province_code: Mapped[str] = mapped_column(String(2), default="")
    #: `female`, `male`, `other` or "" when unknown.
    gender: Mapped[str] = mapped_column(String(10), default="")
    #: `<16`, `16-17`, `18-24`, `25-30`, `>30` or "" when unknown.
    age_band: Mapped[str] = mapped_column(String(6), default="")
    youth: Mapped[bool]
    #: The age is known from a birth year alone.
    by_year: Mapped[bool] = mapped_column(default=False)
    #: What proves it: kind and id, and whether self-reported.
    proof: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rule: Mapped[str] = mapped_column(String(12))
    recorded_at: Mapped[When]
    withdrawn_at: Mapped[When | None]
    withdrawn_why: Mapped[str | None] = mapped_column(String(60))

    __table_args__ = (
        Index(
            "uq_milestone_current",
            "person_id",
            "indicator",
            "scope",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_milestone_cell", "scope", "indicator", "province_code", "id"),
    )


class CubeCell(db.Model):
    """How many people a cell holds; kept from the ledger by a job, exactly."""

    __tablename__ = "cube_cell"

    indicator: Mapped[str] = mapped_column(String(12), primary_key=True)
    scope: Mapped[str] = mapped_column(String(24), primary_key=True)
    #: First day of the month of the first fact.
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2), primary_key=True)
    gender: Mapped[str] = mapped_column(String(10), primary_key=True)
    age_band: Mapped[str] = mapped_column(String(6), primary_key=True)
    people: Mapped[int]


class Target(db.Model):
    """How many people an indicator is to reach in a year, in a province or the whole country."""

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    #: "" means the whole country.
    province_code: Mapped[str] = mapped_column(String(2), default="")
    people: Mapped[int]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[When]

    __table_args__ = (
        Index("uq_target_indicator_year_province_code", "indicator", "year", "province_code", unique=True),
    )
