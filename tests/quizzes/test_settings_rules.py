"""What a quiz may be set to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import settings as rules
from lms.quizzes.rules.drawing import choose

AT = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
WORDS = {
    "title_vi": "Luyện tập", "title_en": "", "purpose": "practice", "pair_id": None, "pass_percent": 70,
    "attempts_allowed": 0, "minutes": None, "counts": "best", "opens_at": None, "closes_at": None,
    "shuffle_questions": False, "shuffle_options": True, "review": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "broken"),
    [
        ({"title_vi": ""}, rules.TitleMissing),
        ({"purpose": "post"}, rules.PairMissing),
        ({"pass_percent": 0}, rules.PercentOdd),
        ({"pass_percent": 101}, rules.PercentOdd),
        ({"minutes": 0}, rules.MinutesOdd),
        ({"minutes": 601}, rules.MinutesOdd),
        ({"attempts_allowed": -1}, rules.AttemptsOdd),
        ({"attempts_allowed": 51}, rules.AttemptsOdd),
        ({"opens_at": AT, "closes_at": AT}, rules.ClosesBeforeOpens),
    ],
)
def test_what_cannot_be_is_refused(words, broken):
    with pytest.raises(broken):
        rules.check(WORDS | words, module_has_quiz=True)


def test_a_module_has_one_quiz():
    with pytest.raises(rules.ModuleHasQuiz):
        rules.check(WORDS | {"purpose": "module"}, module_has_quiz=True)
    assert rules.check(WORDS | {"purpose": "module", "title_vi": ""}, module_has_quiz=False)["title_vi"] == ""


def test_what_is_kept_is_whole():
    kept = rules.check(WORDS | {"pair_id": 5, "review": rules.PRESETS["closed"]}, module_has_quiz=True)
    assert kept["title_en"] == "Luyện tập" and kept["pair_id"] is None
    assert rules.preset_of(kept["review"]) == "closed"
    assert rules.check(WORDS | {"opens_at": AT, "closes_at": AT + timedelta(hours=1)}, module_has_quiz=True)


def test_every_preset_has_its_name_and_another_table_none():
    assert [rules.preset_of(rule) for rule in rules.PRESETS.values()] == list(rules.PRESETS)
    assert rules.preset_of({"during": []}) == "own"


@pytest.mark.parametrize(
    ("state", "asked", "other", "broken"),
    [
        ("open", 0, False, rules.NothingAsked),
        ("open", 3, True, rules.ModuleHasQuiz),
        ("draft", 0, True, rules.ModuleHasQuiz),
        ("archived", 0, True, None),
        ("draft", 0, False, None),
        ("open", 1, False, None),
    ],
)
def test_states_of_the_quiz_of_a_module(state, asked, other, broken):
    def decide():
        rules.check_state(state, "module", asked=asked, module_has_quiz=other)

    if broken:
        with pytest.raises(broken):
            decide()
    else:
        assert decide() is None


def test_draws_are_refused_where_too_few_fit():
    with pytest.raises(rules.TooFewFit):
        rules.check_draws([1], [(2, [1, 2])])
    with pytest.raises(rules.DrawsOverlap):
        rules.check_draws([], [(2, [1, 2, 3]), (2, [2, 3])])
    with pytest.raises(rules.TooManyAsked):
        rules.check_draws(range(150), [(60, range(200, 300))])
    assert rules.check_draws([1], [(2, [2, 3, 4]), (1, [2, 3, 4])]) is None


POOLS = st.lists(st.tuples(st.integers(1, 4), st.sets(st.integers(1, 12))), max_size=4)


@given(st.sets(st.integers(1, 12), max_size=4), POOLS, st.text(max_size=4))
def test_draws_that_are_allowed_always_find_enough(fixed, pools, seed):
    try:
        rules.check_draws(fixed, pools)
    except (rules.TooFewFit, rules.DrawsOverlap):
        return
    places = list(enumerate(pools))
    draws = [(place, count) for place, (count, _ids) in places]
    chosen = choose(sorted(fixed), draws, {place: sorted(ids) for place, (_count, ids) in places}, seed)
    assert len(chosen) == len(set(chosen)) == len(fixed) + sum(count for count, _ids in pools)
