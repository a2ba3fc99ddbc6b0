"""For those who write: pictures, and a text as readers will see it."""

from typing import Any

from flask import Blueprint, current_app, flash, request

from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.writing import actions, queries, rules, text
from lms.writing.forms import PictureForm

pages = Blueprint("staff", __name__)

LIST = "writing/staff/pictures.html"
#: Room for the other fields and the bounds of an upload.
BESIDE = 64 * 1024


@pages.get("/pictures")
@requires(Can.WRITE)
def pictures() -> Any:
    """The pictures of the texts, the latest first, and a form for another."""
    new, shows = request.args.get("new", ""), request.args.get("shows", "")
    return page(LIST, form=PictureForm(), new=new, shows=shows, **_listed())


def _listed() -> dict[str, Any]:
    found = queries.latest(me(), before=request.args.get("before"))
    return {"found": found, "most": queries.MOST, "markdown": rules.markdown, "refusal": rules.refusal}


@pages.post("/pictures")
@requires(Can.WRITE)
def take() -> Any:
    """Take a picture in. Inside an editor (`Accept: application/json`) the answer is the line for the text."""
    request.max_content_length = rules.MOST_BYTES + BESIDE
    try:
        return _taken(PictureForm(request.form, files=request.files))
    finally:
        request.close()  # a large upload lies in a file of its own


def _taken(form: PictureForm) -> Any:
    if not form.validate():
        return _refused(form)
    try:
        upload = form.picture.data
        picture = actions.take(upload.stream.read(rules.MOST_BYTES + 1), upload.filename, by=me(), at=now())
    except RuleBroken as broken:
        form.broken("picture", broken)
        return _refused(form)
    if _wants_json():
        return {"markdown": rules.markdown(picture.public_id, form.shows.data), "state": picture.state}, 201
    return back_to(".pictures", new=picture.public_id, shows=form.shows.data, _anchor="new")


def _refused(form: PictureForm) -> Any:
    if _wants_json():
        return {"error": next(str(sentences[0]) for sentences in form.errors.values())}, 422
    return again(LIST, form=form, new="", shows="", **_listed())


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


@pages.post("/pictures/<picture_id>/remove")
@requires(Can.WRITE, queries.by_public_id)
def remove(picture: Any) -> Any:
    """Let a picture go that stands in no text."""
    where = [title for users in current_app.extensions["picture_users"] for title in users(picture.public_id)]
    try:
        actions.remove(picture, where, by=me(), at=now())
    except RuleBroken as broken:
        form = PictureForm()
        form.broken(None, broken)
        return again(LIST, form=form, new="", shows="", **_listed())
    flash(_("The picture is removed."))
    return back_to(".pictures")


@pages.post("/preview")
@requires(Can.WRITE)
def preview() -> Any:
    """A text as readers will see it, and what would have to be mended before they do."""
    source, html, broken = request.form.get("text", ""), "", None
    try:
        html = text.render(source, "p-")
        text.check(source)
    except RuleBroken as refusal:
        broken = refusal
    return page("writing/staff/preview.html", html=html, broken=broken)
