"""One's own attendance: every class in a line, and a class session by session."""

from typing import Any

from flask import Blueprint

from lms.attendance import claim_words
from lms.attendance import sentences as words
from lms.attendance.queries.claims import evenings
from lms.certificates import queries, sentences
from lms.core.access import me, requires
from lms.core.pages import page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.schedule.models import Series

pages = Blueprint("learner", __name__)


def my_series(series_id: str) -> Series | None:
    """A series of the person at the screen."""
    return queries.own_series(me(), series_id)


@pages.get("/my/attendance")
@requires(Can.SEE_OWN_DAY)
def attendance() -> Any:
    """Every class one has or had a seat in: how often one was there, and what completing the track still needs."""
    return page("certificates/learner/attendance.html", paths=queries.paths(me(), request_time()), sentences=sentences)


@pages.get("/my/attendance/<series_id>")
@requires(Can.SEE_OWN_DAY, my_series)
def series(series: Series) -> Any:
    """One class: each session with its result and why, and where one may say "I was there"."""
    at = request_time()
    return page(
        "certificates/learner/series.html",
        series=series,
        path=queries.path(me(), series, at),
        evenings=evenings(me(), series),
        words=words,
        sentences=sentences,
        claim_words=claim_words,
    )
