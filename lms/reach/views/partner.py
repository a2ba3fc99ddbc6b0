"""What a partner sees of its own work: visits, and people as numbers. Coordinators see the same page."""

from typing import Any

from flask import Blueprint

from lms.core.access import me, requires
from lms.core.clock import local
from lms.core.pages import page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.notifications.render import link as address_of
from lms.partners import queries as partners
from lms.partners.forms import provinces
from lms.partners.sentences import USES
from lms.reach import sentences
from lms.reach.queries.partner import RUNGS, brought
from lms.reach.rules.indicators import THRESHOLDS

pages = Blueprint("partner", __name__)


@pages.get("/partner")
@requires(Can.SEE_OWN_PARTNER)
def own() -> Any:
    """The organisation one speaks for."""
    partner = partners.partner_of(me())
    return _shown(partner) if partner else page("reach/partner/none.html")


@pages.get("/partners/<partner_id>/figures")
@requires(Can.SEE_PARTNER, partners.by_public_id)
def figures(partner: Any) -> Any:
    """The same for whoever answers for it."""
    return _shown(partner)


def _shown(partner: Any) -> str:
    found = brought(partner)
    return page(
        "reach/partner/figures.html",
        partner=partner,
        found=found,
        links=partners.links(partner),
        weeks=partners.visits_by_week(partner, local(request_time()).date()),
        rungs=RUNGS,
        names=dict(provinces()),
        uses=USES,
        words=sentences,
        least=THRESHOLDS.least_shown,
        address_of=address_of,
    )
