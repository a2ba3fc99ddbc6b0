"""Matching holds for any class and any name: nobody becomes somebody else."""

import random

from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.rules import names
from lms.attendance.rules.matching import Learner, Match, Roster, Seen, Step
from lms.attendance.rules.suggesting import MOST
from lms.people.rules import MARK_SIGNS

SYLLABLES = [
    "Nguyễn", "Trần", "Hà", "Vũ", "Giàng", "Niê", "Thị", "Văn", "A", "Y", "H'Hen", "Lan", "Lân", "Anh", "Ánh",
    "Hùng", "Hưng", "Hung", "Trân", "Đức", "Kđăm", "Tuấn", "Hòa", "Hoà",
]  # fmt: skip
TITLES = ["", "25 - ", "79.", "K3_", "HV ", "🌸 ", "iPhone của ", "Tổ 3 - "]
TAILS = ["", " (trợ giảng)", " - lớp phó", " ❤️", "'s iPhone", " 2", " - Lai Châu", " #Q3Q3"]
MARKS = st.text(MARK_SIGNS, min_size=4, max_size=4)
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
EMAILS = st.sampled_from(["lan@hoc.vn", "nam@hoc.vn", "binh@hoc.vn"])


@st.composite
def classes(draw, least=1):
    """Learners with marks of their own."""
    people = draw(st.lists(st.tuples(NAMES, MARKS, st.lists(EMAILS, max_size=1)), min_size=least, max_size=8,
                           unique_by=lambda person: person[1]))  # fmt: skip
    return [Learner(number, name, mark, tuple(emails)) for number, (name, mark, emails) in enumerate(people, 1)]


@st.composite
def seens(draw, learners):
    """A name near those of the class."""
    learner = draw(st.sampled_from(learners))
    name = draw(st.sampled_from([learner.name, learner.name.upper(), learner.name.split()[-1], draw(NAMES)]))
    mark = draw(st.sampled_from(["", f" #{learner.mark}", f", {draw(st.sampled_from(learners)).mark.lower()}"]))
    shown = draw(st.sampled_from(TITLES)) + name + draw(st.sampled_from(TAILS)) + mark
    return Seen(shown, draw(st.none() | NAMES), draw(st.none() | EMAILS))


@st.composite
def scenes(draw):
    learners = draw(classes())
    keys = draw(st.lists(NAMES, max_size=2))
    aliases = {names.key(name): draw(st.sampled_from(learners)).id for name in keys}
    return learners, aliases, draw(seens(learners))


@given(scenes(), st.randoms(use_true_random=False))
def test_the_order_of_the_class_does_not_matter(scene, chance):
    learners, aliases, seen = scene
    mixed = chance.sample(learners, len(learners))
    assert Roster(mixed, aliases).match(seen) == Roster(learners, aliases).match(seen)


@given(scenes())
def test_either_one_person_or_a_few_to_choose_from(scene):
    learners, aliases, seen = scene
    ids = {learner.id for learner in learners}
    match = Roster(learners, aliases).match(seen)
    suggested = [one.person_id for one in match.suggestions]
    assert (match.person_id is None) == (match.step is None)
    assert match.person_id is None or (match.person_id in ids and suggested == [])
    assert set(suggested) <= ids and len(set(suggested)) == len(suggested) <= MOST
    assert [one.percent for one in match.suggestions] == sorted(
        (one.percent for one in match.suggestions), reverse=True
    )
    assert all(1 <= one.percent < 100 for one in match.suggestions)


@given(scenes(), MARKS)
def test_a_namesake_makes_a_tie_and_never_the_other_one(scene, mark):
    learners, aliases, seen = scene
    before = Roster(learners, aliases).match(seen)
    for namesake in learners:
        twin = Learner(99, namesake.name, mark)
        after = Roster([*learners, twin], aliases).match(seen)
        if mark.lower() not in seen.name.lower():
            assert after.person_id in (before.person_id, None)
        if before.step in {Step.NAME, Step.WORDS, Step.TONES} and before.person_id == namesake.id:
            assert after.person_id is None
            assert {namesake.id, 99} <= {one.person_id for one in after.suggestions}


@given(classes(), st.randoms(use_true_random=False))
def test_words_in_another_order_never_lead_to_another_person(learners, chance):
    roster = Roster(learners)
    for learner in learners:
        words = learner.name.split()
        alone = [other for other in learners if letters(other.name) == letters(learner.name)] == [learner]
        found = roster.match(Seen(" ".join(chance.sample(words, len(words))))).person_id
        assert found in {None, learner.id} if alone else True
        if alone and len(words) > 2:
            assert roster.match(Seen(" ".join([*words[1:], words[0]]))).person_id in {None, learner.id}


def letters(name):
    return sorted(names.key(name).replace(" ", ""))


@given(classes())
def test_a_name_as_it_stands_in_the_list_is_its_owner_or_open(learners):
    roster = Roster(learners)
    for learner in learners:
        match = roster.match(Seen(learner.name))
        namesakes = [other for other in learners if names.key(other.name) == names.key(learner.name)]
        assert match.person_id in {None, learner.id}
        if namesakes == [learner] and len(learner.name.split()) > 1:
            assert match == Match(learner.id, Step.NAME, [])


@given(classes())
def test_name_and_mark_together_are_certain(learners):
    roster = Roster(learners)
    for learner in learners:
        assert roster.match(Seen(f"{learner.name} #{learner.mark}")).person_id in {None, learner.id}
        assert roster.match(Seen(f"iPhone 13 #{learner.mark}")).person_id in {None, learner.id}
        if not names.SYLLABLE.fullmatch(learner.mark):
            assert roster.match(Seen(f"{learner.name} #{learner.mark}")).person_id == learner.id


@given(st.text(max_size=80), classes())
def test_any_text_at_all(text, learners):
    match = Roster(learners, {names.key(text): learners[0].id}).match(Seen(text, text[::-1], text, text))
    assert match.person_id in {None, *(learner.id for learner in learners)}
    assert 1 <= len(names.key(text)) <= names.LONGEST


def test_an_attack_on_time_is_cut_short():
    roster = Roster([Learner(1, "Nguyễn Thị Lan", "A7M3")])
    for part in ("a\u0301", "\u0301\u0323", "#A7M", "a a ", "(", "'s", "1"):
        text = part * 100_000
        assert roster.match(Seen(text)).person_id is None


def test_a_mark_of_letters_is_read_unless_it_is_a_word():
    chance = random.Random(7)
    marks = {"".join(chance.choices(MARK_SIGNS, k=4)) for _time in range(300)} | {"TUAN", "HANH"}
    words = {mark for mark in marks if names.SYLLABLE.fullmatch(mark)}
    for mark in marks:
        known = () if mark in words else (mark,)
        assert names.take_apart(f"Lan #{mark}").marks == known
        assert names.take_apart(f"Lan # {mark}", marks).marks == known
        assert names.take_apart(f"Lan #{mark}", marks).marks == (mark,)
    assert {"TUAN", "HANH"} <= words and "JXTA" not in words
