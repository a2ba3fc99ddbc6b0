"""Deciding a session or a class again: what would differ, then apply it or let it be."""

from typing import Any

from flask import make_response, request

from lms.attendance import sentences
from lms.attendance.actions import recounts as actions
from lms.attendance.queries import recounts
from lms.attendance.queries.rules import as_rule
from lms.attendance.rules.recounts import WORKING, RecountState, has_work
from lms.attendance.views.recounting import again_form, start
from lms.attendance.views.trainer.pages import pages
from lms.audit import actions as record
from lms.core import jobs
from lms.core.access import me, requires
from lms.core.db import afterwards, identity
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.schedule.models import Series, Session
from lms.schedule.queries import series_by_public_id, session_by_public_id

SESSION = "attendance/trainer/recount_session.html"
SERIES = "attendance/trainer/recount_series.html"


@pages.get("/sessions/<session_id>/recount")
@requires(Can.RUN_SESSION, session_by_public_id)
def recount_session(session: Session) -> Any:
    """Decide one session again: by which version, and why."""
    return page(SESSION, form=again_form(), session=session, looks=recounts.looks(session=session), words=sentences)


@pages.post("/sessions/<session_id>/recount")
@requires(Can.RUN_SESSION, session_by_public_id)
def start_session(session: Session) -> Any:
    """Look at it first."""
    return start(SESSION, session=session)


@pages.get("/teach/<series_id>/recount")
@requires(Can.RUN_SERIES, series_by_public_id)
def recount_series(series: Series) -> Any:
    """Decide all sessions of a class that are over again."""
    return page(SERIES, form=again_form(), series=series, looks=recounts.looks(series=series), words=sentences)


@pages.post("/teach/<series_id>/recount")
@requires(Can.RUN_SERIES, series_by_public_id)
def start_series(series: Series) -> Any:
    """Look at them first."""
    return start(SERIES, series=series)


@pages.get("/recounts/<recount_id>")
@requires(Can.RUN_SESSION, recounts.look)
def recount(look: recounts.Look) -> Any:
    """How far the worker is; then what would differ, and for whom. Reading names is recorded."""
    which, after = request.args.get("which", ""), request.args.get("after", "")
    after = int(after) if after.isdecimal() and len(after) < 10 else 0
    found = recounts.changes(look.recount, which, after=after)
    if found.rows:
        number, at = identity(look.recount), request_time()
        afterwards(record.record_reading, "attendance.recount_read", "recount", number, identity(me()), at=at)
    return page("attendance/trainer/recount.html", found=found, which=which, after=after, **_shown(look))


def _shown(look: recounts.Look) -> dict[str, Any]:
    row = look.recount
    would = row.differences.get("would", {})
    return {
        "look": look,
        "row": row,
        "rule": look.rule and as_rule(look.rule),
        "job": jobs.by_public_id(row.job_id or ""),
        "JobState": jobs.JobState,
        "State": RecountState,
        "working": row.state in WORKING,
        "would": would,
        "useful": has_work(row.version, sum(would.values())),
        "words": sentences,
    }


@pages.get("/recounts/<recount_id>/progress")
@requires(Can.RUN_SESSION, recounts.look)
def recount_progress(look: recounts.Look) -> Any:
    """The bar alone, for a page that stays open; the whole page anew once the worker is done."""
    answer = make_response(page("attendance/trainer/_recount_progress.html", **_shown(look)))
    if look.recount.state not in WORKING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/recounts/<recount_id>/again")
@requires(Can.RUN_SESSION, recounts.look)
def look_again(look: recounts.Look) -> Any:
    """Look once more, at what is known now."""
    actions.look_again(look.recount, by=me(), at=request_time())
    return back_to(".recount", recount_id=look.recount.public_id)


@pages.post("/recounts/<recount_id>/apply")
@requires(Can.RUN_SESSION, recounts.look)
def apply_recount(look: recounts.Look) -> Any:
    """Decide again."""
    actions.apply(look.recount, by=me(), at=request_time())
    return back_to(".recount", recount_id=look.recount.public_id)


@pages.post("/recounts/<recount_id>/drop")
@requires(Can.RUN_SESSION, recounts.look)
def drop_recount(look: recounts.Look) -> Any:
    """Let everything be as it is."""
    actions.drop(look.recount, by=me(), at=request_time())
    return back_to(".recount", recount_id=look.recount.public_id)
