"""Pictures, for whoever has their address."""

from typing import Any

from flask import Blueprint, abort, send_file

from lms.core.access import public
from lms.core.assets import FOR_EVER
from lms.files import store
from lms.writing import queries
from lms.writing.actions import WEBP

pages = Blueprint("public", __name__)


@pages.get("/pictures/<picture_id>")
@public
def picture(picture_id: str) -> Any:
    """The widest there is. What is at this address never changes; before it is ready there is nothing, for now."""
    return _bytes_of(picture_id, -1)


@pages.get("/pictures/<picture_id>-480")
@public
def narrow(picture_id: str) -> Any:
    """The narrowest there is, for small screens."""
    return _bytes_of(picture_id, 0)


def _bytes_of(picture_id: str, size: int) -> Any:
    found = queries.by_public_id(picture_id)
    path = store.path_of(found.sizes[size]["file"]) if found and found.sizes else None
    if path is None or not path.is_file():
        abort(404)
    answer = send_file(path, mimetype=WEBP, etag=found.sizes[size]["file"])
    answer.headers["Cache-Control"] = FOR_EVER
    return answer
