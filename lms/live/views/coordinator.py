"""The hosts of the programme's Zoom account."""

from typing import Any

from flask import Blueprint, current_app, flash, request

from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.live import queries, zoom
from lms.live.actions import rooms
from lms.live.forms import HostForm
from lms.live.models import LiveHost

pages = Blueprint("coordinator", __name__)
HOSTS = "live/coordinator/hosts.html"


@pages.get("/live/hosts")
@requires(Can.MANAGE_LIVE)
def hosts() -> Any:
    """Which hosts there are, and what is held on them."""
    return page(HOSTS, **_shown(HostForm()))


@pages.post("/live/hosts")
@requires(Can.MANAGE_LIVE)
def add() -> Any:
    """One more host."""
    form = HostForm(request.form)
    if not form.validate():
        return again(HOSTS, **_shown(form))
    try:
        rooms.add_host(form.name.data, form.zoom_user.data.lower(), form.capacity.data, by=me(), at=now())
    except RuleBroken as rule:
        form.broken("zoom_user", rule)
        return again(HOSTS, **_shown(form))
    flash(_("The host was added."))
    return back_to("live.coordinator.hosts")


@pages.post("/live/hosts/<host_id>/retire")
@requires(Can.MANAGE_LIVE, queries.host_by_public_id)
def retire(host: LiveHost) -> Any:
    """No class is held on it any more."""
    try:
        rooms.retire_host(host, by=me(), at=now())
    except RuleBroken as rule:
        form = HostForm()
        form.broken(None, rule)
        return again(HOSTS, **_shown(form))
    flash(_("The host is no longer used."))
    return back_to("live.coordinator.hosts")


def _shown(form: HostForm) -> dict[str, Any]:
    at = now()
    connected = zoom.settings(current_app.config) is not None
    return {"form": form, "lines": queries.hosts(at), "connected": connected, "standing": queries.standing()}
