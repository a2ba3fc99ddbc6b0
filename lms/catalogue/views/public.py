"""What anyone may read."""

from typing import Any

from flask import Blueprint, abort, url_for

from lms.catalogue import queries, rules
from lms.catalogue.rules import notes as note_rules
from lms.core import markdown
from lms.core.access import may, me, public, sign_path
from lms.core.pages import again, page
from lms.core.permissions import Can
from lms.core.ready import ready
from lms.writing import queries as pictures

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
    number = next((number for number, line in enumerate(modules) if line.id == found.id), None)
    return page(
        "catalogue/public/module.html", module=found, track=track, modules=modules, number=number, **_trained(found)
    )


def _trained(module: Any) -> dict[str, Any]:
    return {
        "competences": [(code, rules.COMPETENCES[code]) for code in module.competences if code in rules.COMPETENCES],
        "unesco": [(code, rules.UNESCO[code]) for code in module.unesco if code in rules.UNESCO],
    }


LESSON = "catalogue/public/lesson.html"


@pages.get("/lessons/<slug>")
@public
@ready("catalogue")
def lesson(slug: str) -> Any:
    """A lesson: the text, and what comes before and after it."""
    return page(LESSON, **_shown(*(queries.lesson(slug) or abort(404))))


def lesson_again(lesson: Any, part: str, text: str, broken: Any) -> Any:
    """The lesson with a note that was refused, as it was typed."""
    return again(LESSON, **_shown(*queries.lesson(lesson.slug)) | {"typed": {part: (text, broken)}})


def _shown(lesson: Any, module: Any, track: Any) -> dict[str, Any]:
    modules = queries.contents(me(), track.id)
    place = queries.place(modules, lesson.id)
    inside = next((line.lessons for line in modules if line.id == module.id), [])
    return {
        "lesson": lesson,
        "module": module,
        "place": place,
        "lessons": inside,
        "number": next((number for number, line in enumerate(inside) if line.id == lesson.id), None),
        "sign_in": None if me() else _way_in(lesson),
        "notes": queries.notes(me(), lesson) if may(Can.TRACK_PROGRESS) else None,
        "longest": note_rules.MOST_SIGNS,
        "typed": {},
        **_trained(module),
        **_heavy(lesson),
    }


def _way_in(lesson: Any) -> str:
    """To the sign-in page, and back to the lesson."""
    back = url_for("catalogue.public.lesson", slug=lesson.slug)
    return url_for("accounts.public.sign_in", next=sign_path(back))


def _heavy(lesson: Any) -> dict[str, Any]:
    """What is not text: videos with their posters, how many pictures there are and what they weigh."""
    named = {video["poster"] for video in lesson.videos if video.get("poster")}
    posters = {name: row.sizes[0] for name, row in pictures.ready(named).items()}
    weights = markdown.weights(lesson.body_html + lesson.activity_html)
    weights += [size["bytes"] for size in posters.values()]
    return {"posters": posters, "pictures": len(weights), "kilobytes": markdown.kilobytes(sum(weights))}
