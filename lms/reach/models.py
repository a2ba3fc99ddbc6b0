"""People counted once: the ledger of firsts, the cube kept from it, and the targets."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String, text
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
    #: Only the person's own word proves it.
    self_reported: Mapped[bool] = mapped_column(default=False)
    #: What proves it: `consent`, `enrolment`, `session` or `completion` …
    proof_kind: Mapped[str] = mapped_column(String(12))
    #: … and its key in its own room (of a completion: the series).
    proof_id: Mapped[int]
    rule: Mapped[str] = mapped_column(String(12))
    recorded_at: Mapped[When]
    withdrawn_at: Mapped[When | None]
    #: `no-longer-proven`, `other-fact-first`, `now-known` or `merged`.
    withdrawn_why: Mapped[str | None] = mapped_column(String(20))

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
        Index(
            "ix_milestone_withdrawn",
            "person_id",
            sqlite_where=text("withdrawn_at IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NOT NULL"),
        ),
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
    #: Those known only by their own word stand in a cell of their own.
    self_reported: Mapped[bool] = mapped_column(primary_key=True)
    people: Mapped[int]


class CubeDay(db.Model):
    """How many people were first counted on a day of a year, by province: what a pace is drawn from."""

    __tablename__ = "cube_day"

    indicator: Mapped[str] = mapped_column(String(12), primary_key=True)
    #: `year:2026` and the like only.
    scope: Mapped[str] = mapped_column(String(24), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2), primary_key=True)
    people: Mapped[int]


class Merged(db.Model):
    """A person who turned out to be another: counted as that one alone, whatever facts stay behind here."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    #: Who they are.
    into_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class Target(db.Model):
    """How many people an indicator is to reach in a period, in a province or the whole country."""

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(String(12))
    #: 2026 and the like; 0 means from the programme's beginning to its end.
    year: Mapped[int]
    #: "" means the whole country.
    province_code: Mapped[str] = mapped_column(String(2), default="")
    people: Mapped[int]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[When]

    __table_args__ = (
        Index("uq_target_indicator_year_province_code", "indicator", "year", "province_code", unique=True),
    )
