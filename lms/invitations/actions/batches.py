"""What the worker writes of a list, some rows at a time: each call belongs into a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.ids import public_id
from lms.core.text import national
from lms.core.words import _
from lms.files import actions as shelf
from lms.files import tables
from lms.invitations import queries
from lms.invitations.actions.lists import TEXTLESS, forget_files
from lms.invitations.models import Invitation, InvitationList
from lms.invitations.queries import Behind
from lms.invitations.reading import Opened
from lms.invitations.reasons import reason, refusal
from lms.invitations.rules import codes
from lms.invitations.rules.lists import State
from lms.invitations.rules.rows import Row

#: Rows that are shown beside the choice of columns.
SHOWN = 5


def note_found(listing: InvitationList, opened: Opened, *, at: datetime) -> None:
    """What was found in the file: where its headings are, what its columns seem to be, its first rows."""
    sheet, table = opened
    listing.columns = table.columns
    listing.found = {
        "sheet": sheet.name,
        "written": sheet.written,
        "heading": sheet.first + table.heading if table.heading >= 0 else None,
        "headings": table.names,
        "shown": sheet.rows[table.first : table.first + SHOWN],
        "rows": len(sheet.rows) - table.first,
    }


def note_failed(listing: InvitationList, broken: RuleBroken, *, at: datetime) -> None:
    """The file is no list; it leaves the shelf."""
    listing.state, listing.found = State.FAILED, {"refused": refusal(broken)}
    forget_files(listing, at=at)


def note_rows(
    listing: InvitationList,
    batch: Sequence[tuple[Row, list[str]]],
    likenesses: Sequence[str],
    done: int,
    *,
    at: datetime,
) -> None:
    """Write down what would become of some rows; `done` rows have been looked at with them."""
    rows = [row for row, _cells in batch]
    found = queries.behind(rows, likenesses, listing)
    values = [
        {
            "public_id": public_id(),
            "list_id": listing.id,
            "row": row.line,
            "likeness": like,
            "cells": cells if row.refused else None,
            **_kept(row),
            **_fate(row, behind),
        }
        for (row, cells), like, behind in zip(batch, likenesses, found, strict=True)
    ]
    db.session.execute(insert(Invitation.__table__), values)
    listing.done_rows = done


def _kept(row: Row) -> dict[str, Any]:
    names = ("name", "phone", "email", "birth_year", "gender", "province_code")
    return {name: getattr(row, name) for name in names}


def _fate(row: Row, behind: Behind) -> dict[str, Any]:
    if row.refused is not None:
        return {"state": "refused", "refused": refusal(row.refused), "person_id": None}
    return {"state": "new" if behind == queries.NOBODY else "matched", "refused": None, "person_id": behind.person_id}


def finish_check(listing: InvitationList, *, owner: Any, at: datetime) -> None:
    """Every row has been looked at: count them, and put the refused ones into a sheet to be corrected."""
    listing.counts, listing.state = queries.counts(listing), State.CHECKED
    if listing.counts.get("refused"):
        listing.refused_file_id = _keep_refused(listing, owner, at=at)


def _keep_refused(listing: InvitationList, owner: Any, *, at: datetime) -> str:
    refused = queries.refused(listing)
    titles = [title or _("Column %(number)s", number=n) for n, title in enumerate(listing.found["headings"], 1)]
    rows = ([*_as_typed(row.cells, len(titles)), reason(row.refused)] for row in refused)
    data = tables.write_xlsx([*titles, _("Reason")], rows)
    name = _("%(title)s – to correct.xlsx", title=listing.title)
    until = at + codes.REFUSED_KEPT
    return shelf.keep(owner, "invitations.refused", name, data, tables.XLSX, until, by=None, at=at).public_id


def _as_typed(cells: list[str], wide: int) -> list[str]:
    return [national(cell) for cell in cells] + [""] * (wide - len(cells))


def invite(listing: InvitationList, key: str, *, most: int, at: datetime) -> int:
    """Invite the next rows that are new, or note who has come meanwhile; answers how many rows that were."""
    columns = (Invitation.id, Invitation.public_id, Invitation.likeness, Invitation.row, Invitation.birth_year)
    columns += (Invitation.name, Invitation.phone, Invitation.email)
    waiting = (Invitation.list_id == listing.id, Invitation.state == "new")
    rows = list(db.session.execute(select(*columns).where(*waiting).order_by(Invitation.id).limit(most)))
    if not rows:
        return 0
    read = [Row(row.row, row.name, row.phone, row.email, row.birth_year) for row in rows]
    met = queries.behind(read, [row.likeness for row in rows], listing)
    changed = []
    for row, behind in zip(rows, met, strict=True):
        new = behind == queries.NOBODY
        kept = codes.kept_code(key, codes.claim_code(key, row.public_id)) if new else None
        told = {"id": row.id, "state": "invited" if new else "matched", "person_id": behind.person_id}
        changed.append({**told, "code": kept, "invited_at": at if new else None})
    db.session.execute(update(Invitation), changed)
    listing.done_rows += len(rows)
    return len(rows)


def finish_writing(listing: InvitationList, *, at: datetime) -> None:
    """Everybody is invited: the sheet leaves the shelf, and what it said of people who are here already goes."""
    known = (Invitation.list_id == listing.id, Invitation.state == "matched")
    db.session.execute(update(Invitation).where(*known).values(TEXTLESS))
    forget_files(listing, refused=False, at=at)
    listing.counts, listing.found = queries.counts(listing), {"headings": listing.found["headings"]}
    listing.state, listing.written_at = State.WRITTEN, at
