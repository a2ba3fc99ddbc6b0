"""The door of a guardian's page: its address, and a cookie that keeps it open for a while in one browser.

The cookie is signed and bound to the guardianship and the version of its link, so a renewed link shuts it.
"""

from typing import Any

from flask import Response, current_app, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from lms.guardians import links
from lms.guardians.rules import OPEN


def path_of(child: Any, version: int) -> str:
    """The path of a guardian's page."""
    return url_for("guardians.public.child", child_token=links.token_of(_key(), child.public_id, version))


def address_of(child: Any, version: int) -> str:
    """The whole address of a guardian's page, to be sent and scanned."""
    return (current_app.config["BASE_URL"] or request.host_url).rstrip("/") + path_of(child, version)


def is_current(claim: links.Claim, version: int) -> bool:
    """Whether we sealed this claim at this version."""
    return links.is_current(_key(), claim, version)


def is_open(row: Any) -> bool:
    """Whether the code of this page was right in this browser a short while ago."""
    try:
        kept = _sealer().loads(request.cookies.get(_name(), ""), max_age=int(OPEN.total_seconds()))
    except BadData:
        return False
    return row is not None and kept == [row.public_id, row.link_version]


def open_up(response: Response, row: Any) -> Response:
    """Keep the page open in this browser."""
    response.set_cookie(
        _name(),
        _sealer().dumps([row.public_id, row.link_version]),
        max_age=OPEN,
        httponly=True,
        samesite="Lax",
        path="/",
        secure=current_app.config["PRODUCTION"],
    )
    return response


def shut(response: Response) -> Response:
    """Close the page in this browser."""
    response.delete_cookie(_name(), path="/", secure=current_app.config["PRODUCTION"], httponly=True)
    return response


def _name() -> str:
    return "__Host-guardian" if current_app.config["PRODUCTION"] else "guardian"


def _key() -> str:
    return current_app.config["SECRET_KEY"]


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_key(), salt="guardian")
