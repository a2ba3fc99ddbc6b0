"""The roll to take away: on paper, and for a spreadsheet."""

from typing import Any

from flask import Response, abort, request

from lms.attendance import sentences, sheets
from lms.attendance.queries import sheets as queries
from lms.attendance.views.trainer.pages import pages
from lms.audit import actions as audit
from lms.core.access import me, requires
from lms.core.clock import local, now
from lms.core.db import afterwards
from lms.core.pages import page
from lms.core.permissions import Can
from lms.schedule.models import Series, Session
from lms.schedule.queries import series_by_public_id, session_by_public_id


@pages.get("/sessions/<session_id>/roll/file")
@requires(Can.RUN_SESSION, session_by_public_id)
def take_roll(session: Session) -> Response:
    """The roll of one evening as XLSX or CSV."""
    kind = _kind()
    file = sheets.written(kind, *sheets.of_session(session, queries.sheet([session])))
    return _taken(file, "session", session.id, f"diem-danh-{local(session.starts_at):%Y-%m-%d}.{kind}")


@pages.get("/series/<series_id>/attendance/file")
@requires(Can.RUN_SERIES, series_by_public_id)
def take_series(series: Series) -> Response:
    """The attendance of a whole class as XLSX or CSV: a line for each person, a column for each session."""
    kind, held = _kind(), queries.held(series)
    if not held:
        abort(404)
    file = sheets.written(kind, *sheets.of_series(held, queries.sheet(held)))
    return _taken(file, "series", series.id, f"diem-danh-{series.slug}.{kind}")


def _kind() -> str:
    kind = request.args.get("kind", "xlsx")
    if kind not in sheets.FORMS:
        abort(404)
    return kind


def _taken(file: tuple[bytes, str], kind: str, number: int, name: str) -> Response:
    """A file with names in it: the record says who took it out."""
    afterwards(audit.record_reading, "attendance.roll_taken", kind, number, me().id, at=now())
    answer = Response(file[0], mimetype=file[1])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.get("/sessions/<session_id>/roll/paper")
@requires(Can.RUN_SESSION, session_by_public_id)
def paper_roll(session: Session) -> Any:
    """Everybody on one page, with room for a signature, and lines for whoever walks in."""
    return page("attendance/trainer/paper.html", session=session, rows=queries.sheet([session]), words=sentences)
