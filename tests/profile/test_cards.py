"""Questions asked later: answered, refused, deferred; sensitive ones with a consent, and removed at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core.db import db, mode
from lms.core.outbox import Change
from lms.people import personal_data
from lms.people.models import CardAnswer, Consent
from lms.places import queries as places
from lms.profile import queries
from lms.profile.rules.cards import Card
from tests.factories import people

DAY = timedelta(days=1)
WELL = dict.fromkeys(("seeing", "hearing", "walking", "remembering", "caring", "communicating"), "none")


def rows(person):
    """{card: (state, value)}"""
    db.session.rollback()
    found = db.session.scalars(select(CardAnswer).where(CardAnswer.person_id == person.id))
    return {row.card: (row.state, row.value) for row in found}


def agreed(person):
    db.session.rollback()
    chosen = select(Consent.purpose).where(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
    return set(db.session.scalars(chosen)) - {"learning"}


def tell(visitor, card, **data):
    return visitor.post("profile.learner.tell", data, card=card)


@pytest.fixture
def pao(app):
    return people.person("Giàng A Páo")


@pytest.fixture
def visitor(visit, pao):
    return visit.as_(pao)


def test_opening_a_card_notes_that_it_was_asked_and_no_more(visitor, pao):
    for _again in range(2):
        assert visitor.get("profile.learner.card", card="gender").h1 == "Giới tính của bạn?"
    assert rows(pao) == {"gender": ("asked", None)}


def test_gender_is_kept_with_the_person_and_counting_learns_of_it(visitor, pao):
    assert tell(visitor, "gender", answer="female").location == "/me/consents"
    db.session.refresh(pao)
    assert (pao.gender, rows(pao)) == ("female", {"gender": ("answered", None)})
    assert "people.described" in db.session.scalars(select(Change.kind).where(Change.subject == pao.id)).all()
    tell(visitor, "gender", what="refuse")
    db.session.refresh(pao)
    assert (pao.gender, rows(pao)) == (None, {"gender": ("refused", None)})


def test_a_commune_is_one_of_ones_own_province(visitor, pao):
    own, other = places.communes_of("12")[0], places.communes_of("01")[0]
    page = visitor.get("profile.learner.card", card="commune")
    assert len(page.soup.select("option")) == len(places.communes_of("12")) + 1
    refused = tell(visitor, "commune", answer=other.code)
    assert (refused.status, refused.errors) == (422, ["Chọn xã, phường của bạn trong danh sách"])
    tell(visitor, "commune", answer=own.code)
    assert own.name in visitor.get("profile.learner.consents")
    visitor.post("accounts.learner.change", {"name": pao.name, "province": "01", "language": "vi"})
    db.session.refresh(pao)
    assert (pao.province_code, pao.commune_code) == ("01", None)


def test_without_a_province_the_province_comes_first(visit, app):
    nowhere = people.person(province_code=None)
    assert "Hãy chọn tỉnh, thành phố trước" in visit.as_(nowhere).get("profile.learner.card", card="commune")
    assert queries.known(nowhere) == [Card.COMMUNE]


def test_an_ethnic_group_is_kept_with_its_own_consent_only(visitor, pao):
    refused = tell(visitor, "ethnicity", answer="08")
    assert (refused.status, refused.value("answer"), rows(pao), agreed(pao)) == (422, "08", {}, set())
    tell(visitor, "ethnicity", answer="08", consent="y")
    assert (rows(pao), agreed(pao)) == ({"ethnicity": ("answered", "08")}, {"ethnicity"})
    assert "Mông" in visitor.get("profile.learner.consents")
    assert (
        visitor.get("profile.learner.card", card="ethnicity").soup.select_one("[name=consent]").get("checked") is None
    )


@pytest.mark.parametrize("value", ["", "99", "Mông"])
def test_only_groups_of_the_list(visitor, pao, value):
    assert tell(visitor, "ethnicity", answer=value, consent="y").status == 422


def test_of_six_answers_only_yes_or_no_is_kept(visitor, pao):
    tell(visitor, "disability", **WELL, consent="y")
    assert rows(pao) == {"disability": ("answered", "no")}
    tell(visitor, "disability", **{**WELL, "hearing": "much"}, consent="y")
    assert rows(pao) == {"disability": ("answered", "yes")}
    refused = tell(visitor, "disability", **{**WELL, "hearing": "?"}, consent="y")
    assert (refused.status, refused.errors) == (422, ["Nghe: chọn một trong bốn câu trả lời"])


@pytest.mark.parametrize("way", ["consents", "card"])
def test_a_sensitive_answer_goes_at_once(visitor, pao, way):
    tell(visitor, "ethnicity", answer="08", consent="y")
    if way == "card":
        tell(visitor, "ethnicity", what="refuse")
    else:
        visitor.post("profile.learner.decide", {"purpose": "ethnicity", "what": "withdraw"})
    assert (rows(pao), agreed(pao)) == ({"ethnicity": ("refused", None)}, set())


def test_later_asks_again_but_takes_nothing_back(visitor, pao):
    tell(visitor, "gender", what="defer")
    assert rows(pao) == {"gender": ("deferred", None)}
    tell(visitor, "gender", answer="male")
    tell(visitor, "gender", what="defer")
    assert rows(pao) == {"gender": ("answered", None)}


def test_a_child_is_asked_nothing_sensitive(visit, app):
    child = visit.as_(people.person(birth_year=2013))
    assert child.get("profile.learner.card", card="ethnicity").status == 404
    assert tell(child, "disability", **WELL, consent="y").status == 404
    assert child.get("profile.learner.card", card="nothing").status == 404


def test_one_card_a_day_on_today(visitor, pao, clock, at):
    def asked():
        page = visitor.get("home.learner.today")
        link = page.soup.select_one("main a[href^='/me/cards/']")
        return link and link["href"].rpartition("/")[2]

    assert asked() == "gender"
    answer = tell(visitor, "gender", what="defer", **{"from": "today"})
    assert answer.location == "/today"
    assert asked() is None
    clock.move_to(at + DAY)
    assert asked() == "commune"


def test_nobody_is_asked_on_the_first_day_or_while_paused(visit, app, at):
    for person in (people.person(at=at), people.person(paused_at=at, paused_why="withdrawn")):
        assert queries.next_card(person, at) is None


def test_how_far_a_question_got(visit, app):
    persons = [people.person() for _number in range(5)]
    for person, what in zip(persons, ["answer", "refuse", "defer", "defer"], strict=False):
        tell(visit.as_(person), "gender", answer="other", what=what)
    assert queries.coverage(Card.GENDER) == (0, 1, 1, 2, 5)


def test_ones_data_has_the_cards_and_erasing_takes_the_answers(visitor, pao):
    tell(visitor, "ethnicity", answer="08", consent="y")
    [card] = personal_data.export(pao)["cards"]
    assert (card["card"], card["state"], card["answer"]) == ("ethnicity", "answered", "08")
    with mode("write"):
        personal_data.erase(pao)
        db.session.commit()
    assert rows(pao) == {"ethnicity": ("answered", None)}


@pytest.mark.parametrize(("first", "then", "expected"), [
    ({"answer": "08", "consent": "y"}, {"what": "refuse"}, ("refused", None)),
    ({"what": "refuse"}, {"answer": "08", "consent": "y"}, ("answered", "08")),
])  # fmt: skip
@pytest.mark.parametrize("source_first", [True, False])
def test_of_two_persons_who_are_one_the_later_sensitive_word_counts(
    visit, app, clock, at, first, then, expected, source_first
):
    source, target = people.person("Giàng A Páo"), people.person("Giàng A Páo")
    one, other = (source, target) if source_first else (target, source)
    tell(visit.as_(one), "ethnicity", **first)
    clock.move_to(at + DAY)
    tell(visit.as_(other), "ethnicity", **then)
    with mode("write"):
        personal_data.move(source, target)
        db.session.commit()
    assert rows(target)["ethnicity"] == expected
