"""Lists and the invitations on them."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import When, db
from lms.core.ids import public_id


class InvitationList(db.Model):
    """One uploaded sheet and what became of it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: What the coordinator calls it: "Đoàn xã Phìn Hồ, 11/2026".
    title: Mapped[str] = mapped_column(String(120))
    #: Province it is for; "" for the whole country. The coordinator's scope must cover it.
    province_code: Mapped[str] = mapped_column(String(2), default="")
    #: Public id of the uploaded file on the shelf; None once it was taken down.
    file_id: Mapped[str | None] = mapped_column(String(13))
    #: What was found in the file: sheet, encoding, separator, line of the headings, headings.
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Field -> column number (from 0), as guessed and corrected.
    columns: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: `uploaded`, `checking`, `checked`, `writing`, `written`, `failed` or `dropped`.
    state: Mapped[str] = mapped_column(String(10), default="uploaded")
    #: Rows new, matched, refused; filled by the check.
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Rows looked at, then invited, so far: a job goes on from there after the worker died.
    done_rows: Mapped[int] = mapped_column(default=0)
    #: Public id of the job that works on it, and of the file with the refused rows.
    job_id: Mapped[str | None] = mapped_column(String(13))
    refused_file_id: Mapped[str | None] = mapped_column(String(13))
    uploaded_at: Mapped[When]
    written_at: Mapped[When | None]


class Invitation(db.Model):
    """One row of a list: somebody who may sign up with a claim code. Counts for nothing until accepted."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=public_id)
    list_id: Mapped[int] = mapped_column(ForeignKey("invitation_list.id"))
    #: Line in the sheet, headings counted, from 1.
    row: Mapped[int]
    #: `new`, `matched` or `refused` at the check; `invited`, `accepted` or `withdrawn` afterwards.
    state: Mapped[str] = mapped_column(String(10))
    #: As read: empty once accepted, withdrawn or past its time.
    name: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str | None] = mapped_column(String(16))
    email: Mapped[str | None] = mapped_column(String(254))
    birth_year: Mapped[int | None]
    gender: Mapped[str | None] = mapped_column(String(10))
    province_code: Mapped[str | None] = mapped_column(String(2))
    #: Cells as they stood in the sheet, for rows that were refused.
    cells: Mapped[list[Any] | None] = mapped_column(JSON)
    #: Why it was refused: the rule's name, with what its sentence needs.
    refused: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    #: Who it is: found at the check, or made by accepting.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Keyed hash of the claim code, hexadecimal.
    code: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: Keyed hash of name and contact (or birth year and province), by which the same row is known in another sheet.
    likeness: Mapped[str | None] = mapped_column(String(64), index=True)
    invited_at: Mapped[When | None]
    #: When its claim code was last put on paper.
    printed_at: Mapped[When | None]
    accepted_at: Mapped[When | None]

    __table_args__ = (
        Index("uq_invitation_list_id_row", "list_id", "row", unique=True),
        Index("ix_invitation_list_id_state", "list_id", "state", "id"),
    )
