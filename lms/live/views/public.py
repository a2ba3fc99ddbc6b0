"""Where Zoom tells us what happens. It is answered at once; nothing is asked of Zoom here.

Zoom's servers send neither Origin nor Sec-Fetch-Site, so the check of foreign requests lets them pass, and a page of
another site cannot use this door: the signature is what counts.
"""

from typing import Any

from flask import Blueprint, abort, current_app, request

from lms.core.access import public
from lms.core.clock import now
from lms.live.actions import signs
from lms.live.rules import webhook as rules

pages = Blueprint("public", __name__)


@pages.post("/live/webhook")
@public
def webhook() -> Any:
    """The challenge is answered with its seal (200); what is new is kept (204); what is not Zoom's is refused (401)."""
    secret, at = current_app.config["ZOOM_WEBHOOK_SECRET"].strip(), now()
    if not secret:
        abort(404)
    request.max_content_length = rules.MOST_BYTES
    body = request.get_data(cache=False)
    given = (request.headers.get("x-zm-request-timestamp"), request.headers.get("x-zm-signature"))
    if not rules.genuine(secret, *given, body, at):
        return "", 401
    try:
        said = rules.read(body)
    except ValueError:
        return "", 400
    if said.get("event") == rules.CHALLENGE:
        plain = str(said["payload"].get("plainToken") or "")
        return {"plainToken": plain, "encryptedToken": rules.seal(secret, plain.encode("utf-8", "replace"))}
    event = rules.happened(said)
    if event is not None:
        signs.note_event(event, by=None, at=at)
    return "", 204
