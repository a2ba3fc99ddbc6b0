"""What anyone may know: how many people, and how they are counted."""

from typing import Any

from flask import Blueprint

from lms.certificates.rules import RULE as COMPLETION
from lms.core.access import public
from lms.core.pages import page
from lms.core.ready import ready
from lms.reach import sentences
from lms.reach.queries import cube, scopes
from lms.reach.rules.cells import for_strangers
from lms.reach.rules.indicators import THRESHOLDS, Indicator
from lms.reach.rules.ledger import RULE
from lms.reach.rules.period import PROGRAMME, Period

pages = Blueprint("public", __name__)


@pages.get("/reach")
@public
@ready("reach")
def figures() -> Any:
    """People since the programme began, by province; small cells are hidden."""
    found = cube.cells(Indicator.ATTENDED, Period(PROGRAMME), scopes.WHOLE)
    aims = cube.aims(Indicator.ATTENDED, PROGRAMME)
    return page(
        "reach/public/figures.html",
        words=sentences,
        rungs={rung: for_strangers({"": found.rungs.get(rung, 0)})[""] for rung in Indicator},
        youth=sum(found.bands.get(band, 0) for band in sentences.YOUTH),
        known_age=sum(people for band, people in found.bands.items() if band),
        provinces=aims.provinces,
        cells=for_strangers(found.provinces),
        target=aims.targets.get(""),
        least=THRESHOLDS.least_shown,
        merged=found.merged,
        suspected=found.suspected,
    )


@pages.get("/reach/rules")
@public
@ready("reach")
def how() -> Any:
    """How each number is counted, by which version of the rule."""
    return page(
        "reach/public/how.html",
        words=sentences,
        indicators=list(Indicator),
        rule=RULE,
        completion=COMPLETION,
        thresholds=THRESHOLDS,
    )
