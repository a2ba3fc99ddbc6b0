"""Two rows are compared, merged and parted again by a person, inside their scope."""

import pytest
from sqlalchemy import func, select

from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.duplicates import actions, jobs, queries
from lms.duplicates.models import Merge, Pair
from lms.notifications.models import Letter
from lms.people import actions as known
from lms.people.models import Person
from tests.factories import enrolment, people, schedule
from tests.statements import statements
from tests.visitor import Visitor

PHONE = "+84912345678"


def twins(**values):
    """Somebody who signed up twice, with one phone."""
    return people.person(phone=PHONE, **values), people.person("Lò Thị Mây", phone=PHONE, **values)


def looked():
    """The pairs, after the worker has looked."""
    db.session.commit()
    with mode("write"):
        jobs.look()
    return list(db.session.scalars(select(Pair).order_by(Pair.id)))


def acts():
    return list(db.session.scalars(select(Entry.action).order_by(Entry.id)))


@pytest.fixture
def pair(app, at):
    twins()
    (found,) = looked()
    return found


def merged(visit, pair, stays):
    """The page after merging."""
    page = visit.post("duplicates.staff.merge", {"stays": stays.public_id, "sure": "y"}, pair_id=pair.public_id)
    assert page.status == 303, page.errors
    return visit.follow(page)


def test_a_second_sign_up_becomes_a_pair_and_is_suspected_once(pair):
    one, other = pair.one, pair.other
    assert (pair.score, pair.state, one.maybe_duplicate, other.maybe_duplicate) == (75, "open", False, True)
    assert looked() == [pair], "looking again changes nothing"


def test_a_family_on_one_phone_is_no_pair(app):
    people.person("Lò Thị Mai", phone=PHONE, birth_year=2004)
    sister = people.person("Lò Thị Mây", phone=PHONE, birth_year=2008)
    assert sister.maybe_duplicate and looked() == []
    assert db.session.get(Person, sister.id, populate_existing=True).maybe_duplicate is False


def test_a_pair_goes_when_a_name_was_corrected(pair, at):
    with mode("write"):
        known.rename(pair.other, "Giàng A Páo", by=None, at=at)
        db.session.commit()
    assert looked() == []


def test_the_list_shows_the_most_alike_first(visit, at):
    people.person("Giàng A Páo", phone=None), people.person("Giàng A Páo", phone=None)
    twins()
    looked()
    page = visit.as_(people.coordinator("12")).get("duplicates.staff.pairs")
    assert [row.get_text(" ", strip=True).split(" sinh")[0] for row in page.soup.select("tbody th a")] == [
        "Lò Thị Mảy – Lò Thị Mây", "Giàng A Páo – Giàng A Páo"
    ]  # fmt: skip


def test_the_list_goes_on_by_keys(app):
    for letter in "abcabc":
        people.person(f"Giàng A Páo {letter}", phone=None)
    looked()
    viewer = people.coordinator()
    first = queries.pairs(viewer, "open", most=2)
    second = queries.pairs(viewer, "open", after=first.after, most=2)
    assert (len({row.id for row in first.rows + second.rows}), second.after) == (3, None)


@pytest.mark.parametrize(("scope", "status"), [("12", 200), ("01", 404), ("", 200)])
def test_both_must_be_in_scope(visit, pair, scope, status):
    staff = visit.as_(people.coordinator(scope))
    assert staff.get("duplicates.staff.pair", pair_id=pair.public_id).status == status
    assert len(staff.get("duplicates.staff.pairs").soup.select("tbody tr")) == (1 if status == 200 else 0)


def test_one_of_two_in_scope_is_not_enough(visit, at):
    one, _other = twins()
    with mode("write"):
        one.province_code = "01"
        db.session.commit()
    (found,) = looked()
    for scope in ("12", "01"):
        assert visit.as_(people.coordinator(scope)).get("duplicates.staff.pair", pair_id=found.public_id).status == 404
    assert visit.as_(people.caretaker()).get("duplicates.staff.pair", pair_id=found.public_id).status == 200


def test_comparing_shows_both_masked_and_is_recorded(visit, pair):
    page = visit.as_(people.coordinator("12"), "en").get("duplicates.staff.pair", pair_id=pair.public_id)
    assert "0912 ••• 678" in page and "345" not in page and "They have the same phone number" in page
    assert [row.th.get_text(" ", strip=True) for row in page.soup.select("tbody tr") if row.select(".tag")] == [
        "Full name Different"
    ]
    assert page.soup.find("input", attrs={"name": "stays", "checked": True})["value"] == pair.one.public_id
    assert acts()[-1] == "duplicates.pair-read"


def test_merging_asks_who_stays_and_whether_one_is_sure(visit, pair):
    page = visit.as_(people.coordinator("12")).post("duplicates.staff.merge", {}, pair_id=pair.public_id)
    assert page.status == 422 and len(page.errors) == 2
    stranger = people.person()
    data = {"stays": stranger.public_id, "sure": "y"}
    assert visit.as_(people.coordinator("12")).post(
        "duplicates.staff.merge", data, pair_id=pair.public_id
    ).status == 422  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(Merge)) == 0


def test_merging_and_undoing(visit, pair, at):
    course = schedule.series(people.trainer())
    enrolment.enrol(pair.other, course)
    source, staff = visit.as_(pair.other), visit.as_(people.coordinator("12"), "en")
    page = merged(staff, pair, pair.one)
    assert page.h1 == "Merged into Lò Thị Mảy" and "Classes 1" in page
    assert source.get("home.learner.today").status == 303, "nobody is this person now"
    again = staff.post("duplicates.staff.merge", {"stays": pair.one.public_id, "sure": "y"}, pair_id=pair.public_id)
    assert again.status == 303 and db.session.scalar(select(func.count()).select_from(Merge)) == 1
    assert staff.get("duplicates.staff.pair", pair_id=pair.public_id).status == 303
    assert looked()[0].state == "merged"
    assert "Lò Thị Mảy" in staff.get("duplicates.staff.merges") and not staff.get(
        "duplicates.staff.pairs"
    ).soup.select("tbody tr")  # fmt: skip
    number = db.session.scalars(select(Merge.public_id)).one()
    for _twice in range(2):
        assert staff.post("duplicates.staff.undo", merge_id=number).status == 303
    assert source.get("home.learner.today").status == 200
    (found,) = looked()
    assert found.state == "open" and "Undone" in staff.get("duplicates.staff.merges")
    assert [act for act in acts() if act in ("duplicates.merged", "duplicates.undone")] == [
        "duplicates.merged", "duplicates.undone"
    ]  # fmt: skip


def test_two_people_stay_apart(visit, pair, at):
    staff = visit.as_(people.coordinator("12"))
    assert staff.post("duplicates.staff.apart", pair_id=pair.public_id).status == 303
    with mode("write"):
        actions.look(pair.other_id, at=at)
        db.session.commit()
    assert looked()[0].state == "apart" and db.session.get(Person, pair.other_id).maybe_duplicate is False
    assert len(staff.get("duplicates.staff.pairs", state="apart").soup.select("tbody tr")) == 1


def test_apart_holds_for_whoever_somebody_turned_out_to_be(app, pair, at):
    third = people.person("Lò Thị Mãy", phone=PHONE)
    by = people.coordinator()
    looked()
    with mode("write"):
        apart = actions.put_together(pair.one, third, by=by, at=at)
        actions.part(apart, by=by, at=at)
        actions.merge(pair.one, pair.other, app.extensions["personal_data"], by=by, at=at)
        db.session.execute(Pair.__table__.delete().where(Pair.other_id == third.id, Pair.one_id == pair.other_id))
        db.session.commit()
    assert {row.state for row in looked()} == {"apart", "merged"}


@pytest.mark.parametrize(("who", "status"), [(people.coordinator, 422), (people.caretaker, 303)])
def test_staff_are_merged_by_a_caretaker_only(visit, who, status, at):
    trainer = people.trainer("Lò Thị Mảy", phone=PHONE)
    learner = people.person("Lò Thị Mây", phone=PHONE)
    (found,) = looked()
    staff = visit.as_(who())
    data = {"stays": trainer.public_id, "sure": "y"}
    assert staff.post("duplicates.staff.merge", data, pair_id=found.public_id).status == status
    data["stays"] = learner.public_id
    staff.post("duplicates.staff.merge", data, pair_id=found.public_id)
    assert db.session.get(Person, trainer.id).merged_at is None, "a role never moves"


def test_two_can_be_put_side_by_side_by_hand(visit, at):
    one, other = people.person(), people.person("Giàng A Páo")
    staff = visit.as_(people.coordinator("12"), "en")
    page = staff.get("duplicates.staff.new", one=one.public_id, q="pao")
    assert "Giàng A Páo" in page
    page = staff.post("duplicates.staff.put_together", {"one": one.public_id, "other": other.public_id})
    assert "Somebody put them side by side" in staff.follow(page)
    (found,) = looked()
    assert found.score == 0 and staff.post(
        "duplicates.staff.put_together", {"one": other.public_id, "other": one.public_id}
    ).location.endswith(found.public_id)
    same = staff.post("duplicates.staff.put_together", {"one": one.public_id, "other": one.public_id})
    assert same.status == 422 and same.errors == ["Choose two different people"]
    elsewhere = people.person(province_code="01")
    assert staff.get("duplicates.staff.new", one=elsewhere.public_id).status == 404
    assert staff.get("duplicates.staff.new").status == 404


def test_merges_are_undone_in_order(visit, at, app):
    first, second = twins()
    third = people.person("Lò Thị Mãy", phone=PHONE)
    by, desks = people.coordinator(), app.extensions["personal_data"]
    with mode("write"):
        chain = [actions.merge(first, second, desks, by=by, at=at), actions.merge(second, third, desks, by=by, at=at)]
        db.session.commit()
    staff = visit.as_(by, "en")
    refused = staff.post("duplicates.staff.undo", merge_id=chain[0].public_id)
    assert refused.status == 422 and "undo that merge first" in refused.errors[0]
    for row in reversed(chain):
        assert staff.post("duplicates.staff.undo", merge_id=row.public_id).status == 303
    assert [person.merged_at for person in db.session.scalars(select(Person).order_by(Person.id)).all()[:3]] == [
        None
    ] * 3


def test_pages_cost_the_same_for_one_and_for_many(visit, at):
    twins()
    looked()
    staff = visit.as_(people.coordinator("12"))
    staff.get("duplicates.staff.pairs")
    with statements() as few:
        staff.get("duplicates.staff.pairs")
    for letter in "abcd":
        for _twice in range(2):
            people.person(f"Giàng A Páo {letter}", phone=None)
    looked()
    with statements() as many:
        staff.get("duplicates.staff.pairs")
    assert len(many) == len(few) <= 5
    number = db.session.scalars(select(Pair.public_id)).first()
    with statements() as one:
        staff.get("duplicates.staff.pair", pair_id=number)
    assert len([line for line in one if line.startswith("SELECT")]) <= 5


def test_figures_say_how_many_were_merged_and_are_suspected(visit, pair, at, app):
    (
        people.person("Giàng A Páo", phone=None, province_code="01"),
        people.person("Giàng A Páo", phone=None, province_code="01"),
    )
    looked()
    with mode("write"):
        actions.merge(pair.other, pair.one, app.extensions["personal_data"], by=people.coordinator(), at=at)
        db.session.commit()
    both = "1 person who had signed up twice has been merged. 1 more is suspected of it."
    assert both in Visitor(app, language="en").get("reach.public.figures")
    assert both in visit.as_(people.coordinator(), "en").get("reach.coordinator.overview")
    here = visit.as_(people.coordinator("12"), "en").get("reach.coordinator.overview")
    assert "1 person who had signed up twice has been merged. 0 more are suspected" in here
    there = visit.as_(people.coordinator("01"), "en").get("reach.coordinator.overview")
    assert "0 people who had signed up twice have been merged. 1 more is suspected" in there


def test_the_owner_is_told_on_every_email_of_both(visit, app):
    one = people.person(email="may@mail.vn", phone=PHONE)
    two = people.person("Lò Thị Mây", email="lothimay@mail.vn", phone=PHONE)
    (pair,) = looked()
    merged(visit.as_(people.coordinator()), pair, one)
    letters = list(db.session.scalars(select(Letter).order_by(Letter.address)))
    assert [(row.to_id, row.address, row.subject) for row in letters] == [
        (one.id, "lothimay@mail.vn", "Hai tài khoản của bạn nay là một"),
        (one.id, "may@mail.vn", "Hai tài khoản của bạn nay là một"),
    ]
    assert two.merged_at and "/help" in letters[0].text
