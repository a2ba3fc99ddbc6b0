"""Roles that need a second person: who proposes, who decides, once, and in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.people import actions, queries, rules
from lms.people.models import RoleProposal
from lms.people.rules import RoleName
from tests.factories import people


@pytest.fixture(autouse=True)
def write(app):
    """Everything here is a change."""
    with mode("write"):
        yield


@pytest.fixture
def trio(app):
    """Who proposes, who decides, and whom it is about."""
    return people.caretaker("Sùng Thị Xua"), people.coordinator("", "Trần Thu Hà"), people.person("Lò Thị Mảy")


def proposed(person, by, at, province=""):
    assert actions.propose(person, RoleName.COORDINATOR, province, by=by, at=at)
    return db.session.scalars(select(RoleProposal).order_by(RoleProposal.id.desc())).first()


def roles(person):
    return [(role.name, role.province_code) for role in queries.as_viewer(person).roles_now]


def test_a_role_is_given_when_a_second_person_agrees_and_once_only(trio, at):
    proposer, second, may = trio
    proposal = proposed(may, proposer, at, "12")
    assert roles(may) == []
    assert actions.agree(proposal, by=second, at=at) is True
    assert roles(may) == [("coordinator", "12")]
    assert (actions.agree(proposal, by=second, at=at), actions.refuse(proposal, by=second, at=at)) == (False, False)
    assert roles(may) == [("coordinator", "12")] and queries.waiting(at=at) == []
    acts = [(entry.action, entry.actor_id) for entry in db.session.scalars(select(Entry).order_by(Entry.id))]
    assert acts[-3:] == [
        ("people.role-proposed", proposer.id), ("people.role-agreed", second.id), ("people.granted", second.id)
    ]  # fmt: skip


def test_a_refused_role_is_not_given_and_can_be_proposed_again(trio, at):
    proposer, second, may = trio
    assert actions.refuse(proposed(may, proposer, at), by=second, at=at) is True
    assert (roles(may), queries.waiting(at=at)) == ([], [])
    assert actions.propose(may, RoleName.COORDINATOR, by=proposer, at=at) is True


def test_what_is_held_or_asked_for_is_not_asked_for_again(trio, at):
    proposer, second, may = trio
    proposed(may, proposer, at, "12")
    assert actions.propose(may, RoleName.COORDINATOR, "12", by=second, at=at) is False
    assert actions.propose(may, RoleName.COORDINATOR, "14", by=proposer, at=at) is True
    assert actions.propose(second, RoleName.COORDINATOR, by=proposer, at=at) is False
    assert [found.proposal.province_code for found in queries.waiting(of=may, at=at)] == ["12", "14"]


@pytest.mark.parametrize("decide", [actions.agree, actions.refuse])
def test_neither_the_proposer_nor_the_person_decides(trio, at, decide):
    proposer, _second, may = trio
    proposal = proposed(may, proposer, at)
    for somebody, refusal in ((proposer, rules.ProposedByYourself), (may, rules.ProposedForYourself)):
        with pytest.raises(refusal):
            decide(proposal, by=somebody, at=at)
    assert (roles(may), proposal.state) == ([], "waiting")


def test_a_proposal_stands_for_fourteen_days(trio, at):
    proposer, second, may = trio
    proposal, last = proposed(may, proposer, at), at + timedelta(days=14)
    assert len(queries.waiting(at=last)) == 1
    late = last + timedelta(seconds=1)
    assert queries.waiting(at=late) == []
    with pytest.raises(rules.ProposalTooOld):
        actions.agree(proposal, by=second, at=late)
    again = proposed(may, proposer, late)
    db.session.expire_all()
    assert (again.id != proposal.id, proposal.state, again.state) == (True, "expired", "waiting")
    assert actions.agree(again, by=second, at=late) is True


def test_only_what_can_be_is_proposed(trio, at):
    proposer, _second, may = trio
    with pytest.raises(rules.ScopeNotForRole):
        actions.propose(may, RoleName.CARETAKER, "12", by=proposer, at=at)
    with pytest.raises(rules.UnknownProvince):
        actions.propose(may, RoleName.COORDINATOR, "99", by=proposer, at=at)


def test_a_proposal_about_somebody_who_is_gone_is_gone(trio, at):
    proposer, _second, may = trio
    proposal = proposed(may, proposer, at)
    actions.close(may, by=None, at=at)
    assert (queries.proposal(proposal.public_id), queries.waiting(at=at)) == (None, [])


def end(person, at):
    actions.end_role(person, RoleName.CARETAKER, by=None, at=at)


def disable(person, at):
    actions.disable(person, by=None, at=at)


@pytest.mark.parametrize("gone", [end, disable])
def test_what_somebody_proposed_who_is_no_caretaker_any_more_is_gone(trio, at, gone):
    proposer, _second, may = trio
    proposal = proposed(may, proposer, at)
    gone(proposer, at)
    db.session.flush()
    assert (queries.proposal(proposal.public_id), queries.waiting(at=at)) == (None, [])
    other = people.caretaker("Phạm Minh Đức")
    assert actions.propose(may, RoleName.COORDINATOR, by=other, at=at) is True
    assert [found.proposer.id for found in queries.waiting(at=at)] == [other.id]


def test_roles_in_force_page_by_page(trio, at):
    proposer, second, may = trio
    actions.grant(may, RoleName.TRAINER, by=proposer, at=at)
    viewer = second
    first, after = queries.roles_page(viewer, most=2)
    rest, end = queries.roles_page(viewer, after=after, most=2)
    assert [(held.role.name, held.person.name, held.giver) for held in first + rest] == [
        ("caretaker", "Sùng Thị Xua", None), ("coordinator", "Trần Thu Hà", None),
        ("trainer", "Lò Thị Mảy", "Sùng Thị Xua"),
    ]  # fmt: skip
    assert end is None
