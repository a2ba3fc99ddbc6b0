"""What the pages read: sums of the cube, cut to the viewer's scope, at the same cost for one province and for all."""

from datetime import date

import pytest
from sqlalchemy import update

from lms.core.db import db
from lms.people.models import Person
from lms.places.queries import provinces
from lms.reach.queries import behind, cube, scopes
from lms.reach.queries.overview import overview
from lms.reach.queries.scopes import Asked
from lms.reach.rules.indicators import Indicator
from lms.reach.rules.pace import PaceState
from lms.reach.rules.period import Period
from tests.factories import people, reach, schedule
from tests.statements import statements

TODAY = date(2026, 11, 26)
YEAR = Period(2026)


@pytest.fixture
def evenings(app, at):
    """Eight weekly sessions from 1 October on."""
    return schedule.sessions_of(schedule.series(people.trainer(consent=False), first=date(2026, 10, 1), count=8))


def attend(session, count, province_code, at, **values):
    crowd = [people.person(f"Người {number}", province_code=province_code, **values) for number in range(count)]
    for person in crowd:
        reach.decided(session, person, at=at)
    return crowd


@pytest.mark.parametrize(
    ("role", "asked", "found"),
    [
        ("", "", scopes.Scope("", None, "")),
        ("", "12", scopes.Scope("12", ("12",), "12")),
        ("", "unknown", scopes.Scope("unknown", ("",), "")),
        ("", "99", None),
        ("", "1", None),
        ("12", "", scopes.Scope("", ("12",), "12")),
        ("12", "12", scopes.Scope("12", ("12",), "12")),
        ("12", "01", None),
        ("12", "99", None),
        ("12", "unknown", None),
        ("12", "' OR 1=1", None),
    ],
)
def test_scope(app, role, asked, found):
    assert scopes.scope(people.coordinator(role), asked) == found


def test_who_is_no_coordinator_has_no_scope(app):
    assert scopes.scope(people.person(), "") is None
    assert scopes.scope(people.trainer(), "12") is None


def test_sums_of_a_year(evenings, at):
    attend(evenings[0], 3, "12", at, gender="female", birth_year=2004)
    attend(evenings[5], 2, "01", at, gender="male", birth_year=1980)
    attend(evenings[5], 1, None, at, birth_year=None)
    reach.count(at=at)
    found = cube.cells(Indicator.ATTENDED, YEAR, scopes.WHOLE)
    assert found.rungs == {"registered": 6, "attended": 6}
    assert found.provinces == {"12": 3, "01": 2, "": 1}
    assert found.months == {date(2026, 10, 1): 3, date(2026, 11, 1): 3}
    assert found.genders == {"female": 3, "male": 2, "": 1}
    assert found.bands == {"18-24": 3, ">30": 2, "": 1}
    assert (found.own_word, found.merged) == (0, 0)
    assert cube.days(Indicator.ATTENDED, YEAR, scopes.WHOLE) == [(date(2026, 10, 1), 3), (date(2026, 11, 5), 3)]


def test_a_scope_holds_nobody_elses_people(evenings, at):
    attend(evenings[0], 3, "12", at)
    attend(evenings[0], 2, "01", at)
    reach.target(400, "12", at=at)
    reach.target(900, "01", at=at)
    reach.count(at=at)
    found = overview(YEAR, scopes.scope(people.coordinator("12")), TODAY)
    assert (found.people, found.cells.provinces, found.pace.target) == (3, {"12": 3}, 400)
    assert [(line.province.code, line.people) for line in found.lines] == [("12", 3)]


def test_overview_against_targets(evenings, at):
    attend(evenings[0], 9, "12", at)
    attend(evenings[5], 3, "01", at)
    attend(evenings[5], 1, None, at)
    for people_, code in ((20, ""), (10, "12"), (10, "01")):
        reach.target(people_, code, at=at)
    reach.count(at=at)
    found = overview(YEAR, scopes.WHOLE, TODAY)
    assert (found.people, found.pace.expected, found.pace.percent) == (13, 19, 71)
    assert found.pace.state == PaceState.NEEDS_HELP and found.missing == 6
    assert [(line.province and line.province.code, line.people) for line in found.lines[:2]] == [("01", 3), ("12", 9)]
    assert found.lines[-1].province is None and found.unknown == found.lines[-1].people == 1
    assert found.count(PaceState.NEEDS_HELP) == 1 and [line.province.code for line in found.worst] == ["01", "12"]
    assert found.months == [(date(2026, 10, 1), 9, 9), (date(2026, 11, 1), 4, 13)]
    assert found.forecast.low <= found.forecast.middle <= found.forecast.high
    assert found.class_size is None and found.gap is None


def test_the_usual_class_closes_the_gap(evenings, at):
    for evening in evenings:
        attend(evening, 2, "12", at)
    reach.target(100, at=at)
    reach.count(at=at)
    found = overview(YEAR, scopes.WHOLE, TODAY)
    assert (found.people, found.class_size, found.missing) == (16, 2, 75)
    assert (found.gap.classes, found.gap.per_week) == (38, 8)


@pytest.mark.parametrize(
    ("period", "today", "over", "chart"),
    [
        (Period(2026), date(2027, 2, 1), True, True),
        (Period(2027), TODAY, False, False),
        (Period(0), TODAY, False, False),
    ],
)
def test_periods_that_are_over_to_come_or_without_end(evenings, at, period, today, over, chart):
    attend(evenings[0], 2, "12", at)
    reach.target(8, year=period.year, at=at)
    reach.count(at=at)
    found = overview(period, scopes.WHOLE, today)
    assert (found.over, found.chart is not None, found.forecast, found.missing) == (over, chart, None, 0)
    assert found.pace.target == 8 and found.pace.percent == (None if period.year == 2027 else 25)


def test_several_provinces_have_a_target_only_together(app, at):
    viewer = people.person(roles=(("coordinator", "12"), ("coordinator", "01")))
    reach.target(400, "12", at=at)
    both = scopes.scope(viewer)
    assert both.provinces == ("01", "12")
    assert cube.aims(Indicator.ATTENDED, 2026).of(both) is None
    reach.target(600, "01", at=at)
    assert cube.aims(Indicator.ATTENDED, 2026).of(both) == 1000


def test_the_unknown_have_no_target(app, at):
    reach.target(400, "", at=at)
    unknown = scopes.scope(people.coordinator(), "unknown")
    assert cube.aims(Indicator.ATTENDED, 2026).of(unknown) is None


def test_one_province_and_all_cost_the_same_and_nobody_is_read(evenings, at):
    def cost():
        reach.count(at=at)
        db.session.expire_all()
        with statements() as seen:
            overview(YEAR, scopes.WHOLE, TODAY)
        assert not [statement for statement in seen if "milestone" in statement]
        assert all("person.maybe_duplicate" in statement for statement in seen if "person" in statement), "few, indexed"
        return len(seen)

    attend(evenings[0], 1, "12", at)
    one = cost()
    for province in provinces():
        attend(evenings[1], 1, province.code, at)
    assert cost() == one == 4


def test_public_figures(evenings, at):
    attend(evenings[0], 6, "12", at)
    reach.target(20_000_000, year=0, at=at)
    reach.count(at=at)
    assert cube.public_figures() == (6, 0, 20_000_000)


def whole(viewer, period=YEAR, indicator=Indicator.ATTENDED, code=""):
    return Asked(indicator, period, scopes.scope(viewer, code))


def test_people_behind_a_figure_page_by_page(evenings, at, monkeypatch):
    monkeypatch.setattr(behind, "PAGE", 3)
    there = {person.public_id for code in ("12", "01", None) for person in attend(evenings[0], 3, code, at)}
    attend(evenings[1], 2, "79", at)
    reach.count(at=at)
    viewer = people.coordinator("", consent=False)
    seen, after = [], ""
    while after is not None:
        page = behind.people_behind(viewer, whole(viewer), after=after)
        seen += page.people
        after = page.after
    assert len(seen) == 11 == len({one.key for one in seen}) and there < {one.key for one in seen}
    assert [one.province_code for one in seen] == sorted(one.province_code for one in seen)
    assert {one.proof for one in seen} == {evenings[0].public_id, evenings[1].public_id}


def test_a_strange_page_mark_begins_at_the_beginning(evenings, at):
    attend(evenings[0], 2, "12", at)
    reach.count(at=at)
    viewer = people.coordinator("12", consent=False)
    assert len(behind.people_behind(viewer, whole(viewer), after="nonsense").people) == 2


def test_who_moved_away_is_masked_and_who_was_erased_has_no_name(evenings, at):
    moved, erased, stayed = attend(evenings[0], 3, "12", at)
    reach.count(at=at)
    db.session.execute(update(Person).where(Person.id == moved.id).values(province_code="01"))
    db.session.execute(update(Person).where(Person.id == erased.id).values(name="", erased_at=at))
    db.session.commit()
    local, nation = people.coordinator("12", consent=False), people.coordinator(consent=False)
    names = {one.key: one.name for one in behind.people_behind(local, whole(local)).people}
    assert names == {moved.public_id: None, erased.public_id: "", stayed.public_id: stayed.name}
    seen = behind.people_behind(nation, whole(nation, code="12")).people
    assert {one.key: one.name for one in seen}[moved.public_id] == moved.name


def test_the_list_of_a_month_and_of_a_rung(evenings, at):
    attend(evenings[0], 2, "12", at)
    attend(evenings[5], 1, "12", at)
    reach.count(at=at)
    viewer = people.coordinator("12", consent=False)
    assert len(behind.people_behind(viewer, whole(viewer, Period(2026, 11))).people) == 1
    assert len(behind.people_behind(viewer, whole(viewer, indicator=Indicator.REGISTERED)).people) == 3
    assert behind.people_behind(viewer, whole(viewer, indicator=Indicator.COMPLETED)).people == []
