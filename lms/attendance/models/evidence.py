"""Evidence of presence, and the decision drawn from it."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db


class Evidence(db.Model):
    """One trace of a person in a session. Only ever added."""

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `click`, `code`, `interval`, `duration`, `quiz`, `mark`, `recap` or `walk_in`.
    kind: Mapped[str] = mapped_column(String(10))
    #: When it happened (a mark: when it was given).
    at: Mapped[When]
    #: For an interval: until when.
    until: Mapped[When | None]
    #: For a duration: how long the person was there, when nobody knows from when to when.
    seconds: Mapped[int | None]
    #: The line of a report it comes from.
    stay_id: Mapped[int | None] = mapped_column(ForeignKey("stay.id"), index=True)
    #: For a mark: `present`, `absent`, `excused`, `late`, or `withdrawn` to take a mark back. For what a report
    #: says: None, or `withdrawn` once it turned out to be about somebody else.
    value: Mapped[str | None] = mapped_column(String(20))
    #: Who entered it, when not the person.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Why, for a mark.
    reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        Index("ix_evidence_session_id_person_id", "session_id", "person_id"),
        Index(
            "uq_evidence_one_code",
            "session_id",
            "person_id",
            unique=True,
            sqlite_where=text("kind = 'code'"),
            postgresql_where=text("kind = 'code'"),
        ),
    )


class Decision(db.Model):
    """What the evidence amounts to, by the rule named in it. Can be made again at any time."""

    #: What the outbox calls it: `attendance.decision`.
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: `present`, `partial`, `absent`, `excused`, `watched_later`, or `open` when a mark was taken back while
    #: the session runs and nothing else is certain.
    state: Mapped[str] = mapped_column(String(15))
    late: Mapped[bool] = mapped_column(default=False)
    #: No interval proves it: the person's own word with the code.
    self_reported: Mapped[bool] = mapped_column(default=False)
    #: A trainer's mark decided it.
    marked: Mapped[bool] = mapped_column(default=False)
    #: Reason codes with values, for the sentence shown to trainer and learner.
    why: Mapped[list[Any]] = mapped_column(JSON, default=list)
    rule: Mapped[str] = mapped_column(String(12))
    decided_at: Mapped[When]

    __table_args__ = (
        Index("uq_decision_session_id_person_id", "session_id", "person_id", unique=True),
        Index("ix_decision_session_id_state", "session_id", "state"),
    )


class Settled(db.Model):
    """A session that has ended and in which every learner has a decision, the absent included."""

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    at: Mapped[When]
