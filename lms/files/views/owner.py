"""Files of the person at the screen."""

from typing import Any

from flask import Blueprint, abort, send_file

from lms.core.access import requires
from lms.core.permissions import Can
from lms.files import queries, store

pages = Blueprint("owner", __name__)


@pages.get("/files/<file_id>")
@requires(Can.SEE_FILE, queries.by_public_id)
def download(file: Any) -> Any:
    """One's own file."""
    return bytes_of(file)


def bytes_of(file: Any) -> Any:
    """The bytes, to be saved under the file's name (RFC 6266) and never shown as a page of ours.

    For other rooms too: whoever answers with it has asked the policy first.
    """
    path = store.path_of(file.public_id)
    if not path.is_file():
        abort(404)
    answer = send_file(path, mimetype=file.media_type, as_attachment=True, download_name=file.name, etag=file.digest)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
