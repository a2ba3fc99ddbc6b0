"""Whatever two persons did: merged and parted again, each has what was theirs, and every person counts once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_, func, select

from lms.core.db import db, mode
from lms.duplicates import actions
from lms.duplicates.models import Merge
from lms.enrolment.models import Enrolment, SeatCount, Waiting
from lms.people.models import Person
from lms.reach.models import Milestone
from lms.reach.queries import ledger
from tests.conftest import empty
from tests.duplicates.histories import House, histories, live, tables, told
from tests.factories import people, reach

pytestmark = pytest.mark.slow
#: An example is a house full of rows: to make a failing one smaller would take minutes.
RANDOM = settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def begin(app, at, history):
    """The house and the two, after what happened, counted."""
    empty(app)
    house = House(at)
    pair = people.person("Lò Thị Mảy", birth_year=2004), people.person("Lò Thị Mây", province_code="01")
    live(house, pair, history)
    reach.count(at=at)
    return house, pair


def merged(app, house, pair, at):
    with mode("write"):
        row = actions.merge(*pair, app.extensions["personal_data"], by=house.staff, at=at)
        db.session.commit()
    return row.id


def parted(app, house, number, at):
    with mode("write"):
        actions.undo(db.session.get(Merge, number), app.extensions["personal_data"], by=house.staff, at=at)
        db.session.commit()


def exact(at):
    """Ledger, cube and facts agree, and so do seats and those who sit on them."""
    reach.count(at=at)
    held = select(Enrolment.series_id, func.count()).where(Enrolment.state == "enrolled")
    sitting = {key: n for key, n in db.session.execute(held.group_by(Enrolment.series_id))}
    seats = {key: n for key, n in db.session.execute(select(SeatCount.series_id, SeatCount.taken)) if n}
    right = ledger.against_facts(ledger.people_after(0)) == [] and ledger.cube_against_ledger() == []
    db.session.commit()
    return right and seats == sitting and not sitting_and_waiting()


def sitting_and_waiting():
    """Nobody has a seat and waits for one."""
    both = (Waiting.series_id == Enrolment.series_id, Waiting.person_id == Enrolment.person_id)
    waits = select(Waiting.id).join(Enrolment, and_(*both)).where(Waiting.state == "waiting")
    return db.session.scalars(waits.where(Enrolment.state == "enrolled")).all()


def counted(indicator):
    standing = select(Milestone.person_id).where(Milestone.withdrawn_at.is_(None), Milestone.scope == "programme")
    return set(db.session.scalars(standing.where(Milestone.indicator == indicator)))


@RANDOM
@given(histories)
def test_merged_and_parted_is_as_it_was(app, clock, at, history):
    house, pair = begin(app, at, history)
    source, target = (person.id for person in pair)
    before, said = tables(), told(app, *pair)
    rungs = {rung: counted(rung) for rung in ("registered", "attended", "completed")}
    assert exact(at)
    number = merged(app, house, pair, at + timedelta(hours=1))
    assert exact(at)
    for rung, who in rungs.items():
        assert counted(rung) == {target if one == source else one for one in who}, rung
    parted(app, house, number, at + timedelta(hours=2))
    after = tables()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert told(app, *pair) == said
    assert exact(at) and {rung: counted(rung) for rung in rungs} == rungs


@RANDOM
@given(histories, histories)
def test_what_happened_since_stays_and_every_count_is_right(app, clock, at, history, later):
    house, pair = begin(app, at, history)
    number = merged(app, house, pair, at + timedelta(hours=1))
    house.turn = 7200
    target = db.session.get(Person, pair[1].id)
    live(house, (target, target), later)
    assert exact(at)
    parted(app, house, number, at + timedelta(hours=3))
    assert exact(at)
    own = [row for row in db.session.scalars(select(Enrolment).where(Enrolment.person_id == target.id))]
    assert len({row.series_id for row in own}) == len(own)
    parted(app, house, number, at + timedelta(hours=4))
    assert exact(at)


@RANDOM
@given(histories, st.booleans())
def test_a_chain_is_undone_link_by_link(app, clock, at, history, back):
    house, pair = begin(app, at, history)
    third = people.person("Lò Mảy")
    reach.count(at=at)
    before = tables()
    first = merged(app, house, pair, at + timedelta(hours=1))
    second = merged(app, house, (pair[1], third), at + timedelta(hours=2))
    assert exact(at) and counted("registered") & {person.id for person in (*pair, third)} == {third.id}
    parted(app, house, second, at + timedelta(hours=3))
    parted(app, house, first, at + timedelta(hours=4))
    assert tables() == before
    if back:
        again = merged(app, house, pair[::-1], at + timedelta(hours=5))
        assert exact(at)
        parted(app, house, again, at + timedelta(hours=6))
        assert tables() == before
