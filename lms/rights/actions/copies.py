"""Putting a copy of somebody's data on their shelf."""

from datetime import datetime, timedelta
from typing import Any

from lms.core.clock import local
from lms.files import actions as shelf
from lms.rights import queries, rules
from lms.rights.actions import requests
from lms.rights.models import DataRequest


def keep(request: DataRequest, data: bytes, page: bytes, *, by: Any, at: datetime) -> None:
    """Both files lie ready for some days, for nobody but the person; the request is done."""
    person, until = request.person, at + timedelta(days=rules.DOWNLOAD_DAYS)
    name = f"cung-hoc-{local(at):%Y-%m-%d}"
    kept = {"purpose": queries.DOWNLOAD, "keep_until": until, "by": by, "at": at}
    request.file_id = shelf.keep(
        person, name=f"{name}.json", data=data, media_type="application/json", **kept
    ).public_id
    request.page_file_id = shelf.keep(person, name=f"{name}.html", data=page, media_type="text/html", **kept).public_id
    requests.finish(request, by=by, at=at)
