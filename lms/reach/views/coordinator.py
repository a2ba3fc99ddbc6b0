"""What coordinators see and set, inside their scope."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, request

from lms.certificates.rules import RULE as COMPLETION
from lms.core.access import me, requires
from lms.core.clock import local, now
from lms.core.db import afterwards
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.ready import part
from lms.core.words import _
from lms.people.queries import covers
from lms.places.register import extra_tiles
from lms.reach import sentences
from lms.reach.actions import aims as actions
from lms.reach.actions.reading import note_reading
from lms.reach.forms import SpreadForm, TargetForm
from lms.reach.queries import behind, cube, scopes
from lms.reach.queries.overview import overview as overview_of
from lms.reach.queries.scopes import Asked
from lms.reach.rules import targets as rules
from lms.reach.rules.indicators import THRESHOLDS, Indicator
from lms.reach.rules.period import Period, periods, read_period

pages = Blueprint("coordinator", __name__)
#: The programme's promise in people, as a coordinator may type it.
PROMISED = "20.000.000"


def _today() -> date:
    return local(now()).date()


def _read(values: Mapping[str, str], *, months: bool = False) -> Asked | None:
    """What an address or a form asks for. What cannot be read is left out; None for a place out of scope."""
    named = values.get("indicator", "")
    indicator = Indicator(named) if named in list(Indicator) else Indicator.ATTENDED
    period = read_period(values.get("period", ""), months=months) or Period(_today().year)
    scope = scopes.scope(me(), values.get("province", ""))
    return scope and Asked(indicator, period, scope)


def asked_people() -> Asked | None:
    """Loader: the figure whose people are asked for."""
    return _read(request.args, months=True)


def asked_targets() -> Asked | None:
    """Loader: the targets of all that the viewer may set."""
    return _read({**request.args, "province": ""})


def named_target() -> Asked | None:
    """Loader: the one target that a form sets; a coordinator of provinces has to name one."""
    found = _read(request.form)
    return found if found and (found.scope == scopes.WHOLE or found.scope.provinces == (found.scope.code,)) else None


def whole_country() -> Asked | None:
    """Loader: all targets of a period, for whoever answers for the whole country."""
    found = _read({**request.form, "province": ""})
    return found if found and found.scope == scopes.WHOLE else None


@pages.get("/reach/overview")
@requires(Can.SEE_REACH)
def overview() -> Any:
    """Are we on pace, where not, and what would close the gap."""
    asked, today, whole = _read(request.args) or abort(404), _today(), request.args.get("rows") == "all"
    key = (asked, scopes.own_provinces(me()), today, whole)
    body = part(key, ("reach", "schedule"), lambda: _overview(asked, today, whole))
    return page("reach/coordinator/overview.html", body=body, today=today)


def _overview(asked: Asked, today: date, whole: bool) -> str:
    """The overview for all who have the scope of the viewer."""
    found = overview_of(asked.period, asked.scope, today)
    return page(
        "reach/coordinator/_overview.html",
        words=sentences,
        view=found,
        asked=asked,
        national=covers(me(), None),
        choices=scopes.to_choose_from(me(), found.aims.provinces),
        periods=periods(today),
        thresholds=THRESHOLDS,
        islands=extra_tiles(),
        youth=sum(province.youth for province in found.aims.provinces),
        whole=whole,
    )


@pages.get("/reach/people")
@requires(Can.SEE_REACH_PEOPLE, asked_people)
def people(asked: Asked) -> Any:
    """Who is behind a figure. Reading it is noted."""
    found = behind.people_behind(me(), asked, after=request.args.get("after", ""))
    afterwards(
        note_reading,
        me().id,
        asked.indicator.value,
        asked.period.scope,
        asked.scope.code,
        len(found.people),
        at=now(),
    )
    provinces = cube.aims(asked.indicator, asked.period.year).provinces
    return page(
        "reach/coordinator/people.html",
        words=sentences,
        completion=COMPLETION,
        asked=asked,
        found=found,
        national=covers(me(), None),
        choices=scopes.to_choose_from(me(), provinces),
        periods=[*periods(_today()), *(Period(_today().year, month) for month in range(_today().month, 0, -1))],
        names={province.code: province for province in provinces},
    )


@pages.get("/reach/targets")
@requires(Can.SET_TARGETS, asked_targets)
def targets(asked: Asked) -> Any:
    """What each place is to reach."""
    return page("reach/coordinator/targets.html", **_targets(asked, request.args.get("province", "")))


@pages.post("/reach/targets")
@requires(Can.SET_TARGETS, named_target)
def set_target(asked: Asked) -> Any:
    """One target."""
    form = TargetForm(request.form)
    try:
        if form.validate():
            people = rules.read_people(form.people.data)
            actions.set_target(asked.indicator, asked.period.year, asked.scope.code, people, by=me(), at=now())
            flash(_("The target is set."))
            return back_to("reach.coordinator.targets", indicator=asked.indicator, period=asked.period.code)
    except RuleBroken as broken:
        form.broken("people", broken)
    return again("reach/coordinator/targets.html", **{**_targets(asked, asked.scope.code), "form": form})


@pages.post("/reach/targets/spread")
@requires(Can.SET_TARGETS, whole_country)
def spread(asked: Asked) -> Any:
    """The national target and a share of it for every province."""
    form = SpreadForm(request.form)
    try:
        if form.validate():
            total = rules.read_people(form.total.data)
            shares = {one.code: one.population for one in cube.aims(asked.indicator, asked.period.year).provinces}
            actions.allocate(asked.indicator, asked.period.year, total, shares, by=me(), at=now())
            flash(_("The target is shared out over all provinces."))
            return back_to("reach.coordinator.targets", indicator=asked.indicator, period=asked.period.code)
    except RuleBroken as broken:
        form.broken("total", broken)
    return again("reach/coordinator/targets.html", **{**_targets(asked, ""), "spread_form": form})


def _targets(asked: Asked, chosen: str) -> dict[str, Any]:
    """What the page of targets shows; `chosen` is the place in its form."""
    found = cube.aims(asked.indicator, asked.period.year)
    return {
        "words": sentences,
        "asked": asked,
        "chosen": chosen,
        "national": covers(me(), None),
        "choices": scopes.to_choose_from(me(), found.provinces),
        "periods": periods(_today()),
        "targets": found.targets,
        "youth": sum(province.youth for province in found.provinces),
        "above": rules.above_youth,
        "form": TargetForm(),
        "spread_form": SpreadForm(total="" if asked.period.year else PROMISED),
    }
