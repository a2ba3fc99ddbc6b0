"""What anyone may read."""

from typing import Any

from flask import Blueprint, abort, request, url_for

from lms.catalogue import queries, rules
from lms.core.access import me, public, sign_path
from lms.core.pages import page
from lms.core.ready import ready

pages = Blueprint("public", __name__)


@pages.get("/tracks")
@public
@ready("catalogue")
def tracks() -> Any:
    """Every track."""
    return page("catalogue/public/tracks.html", lines=queries.tracks(me()))


@pages.get("/tracks/<slug>")
@public
@ready("catalogue")
def track(slug: str) -> Any:
    """A track: its modules and lessons, and where to go on."""
    found = queries.track(slug) or abort(404)
    modules = queries.contents(me(), found.id)
    return page("catalogue/public/track.html", track=found, modules=modules, following=queries.next_lesson(modules))


@pages.get("/modules/<slug>")
@public
@ready("catalogue")
def module(slug: str) -> Any:
    """A module: its lessons, its quiz and what it trains."""
    found, track = queries.module(slug) or abort(404)
    modules = queries.contents(me(), track.id)
    return page(
        "catalogue/public/module.html",
        module=found,
        track=track,
        modules=modules,
        number=next(number for number, line in enumerate(modules) if line.id == found.id),
        competences=[rules.COMPETENCES[code] for code in found.competences if code in rules.COMPETENCES],
        unesco=[rules.UNESCO[code] for code in found.unesco if code in rules.UNESCO],
    )


@pages.get("/lessons/<slug>")
@public
@ready("catalogue")
def lesson(slug: str) -> Any:
    """A lesson: the text, and what comes before and after it."""
    found, module, track = queries.lesson(slug) or abort(404)
    modules = queries.contents(me(), track.id)
    inside = next(line for line in modules if line.id == module.id)
    return page(
        "catalogue/public/lesson.html",
        lesson=found,
        module=module,
        place=queries.place(modules, found.id),
        lessons=inside.lessons,
        number=next(number for number, line in enumerate(inside.lessons) if line.id == found.id),
        sign_in=url_for("accounts.public.sign_in", next=sign_path(request.path)),
    )
