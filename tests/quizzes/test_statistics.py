"""Figures of quizzes against tables worked out by hand, and against what must hold of any table."""

from collections import Counter
from fractions import Fraction as F
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import grading
from lms.quizzes.rules.guessing import guess
from lms.quizzes.rules.statistics import Given, Sheet, Tally, correlation, median, whole

CLOSE = {"rel_tol": 1e-9, "abs_tol": 1e-9}


def tally(rows, *, passes=None, alike=True):
    """Attempts as rows of marks, question 1, 2, 3 …; None: not among the questions of that attempt."""
    made = Tally(alike=alike)
    for row in rows:
        answers = tuple(Given(number, float(marks)) for number, marks in enumerate(row, 1) if marks is not None)
        made.add(Sheet(answers, None if passes is None else sum(given.marks for given in answers) >= passes))
    return made


def same(found, wanted):
    return found is None if wanted is None else isclose(found, wanted, **CLOSE)


#: name → (rows, facility, discrimination, alpha, mean, median, deviation), each worked out on paper.
TABLES = {
    # Guttman's ladder. Totals 0 1 2 3. Facility 3/4 2/4 1/4.
    # Q1: marks 0 1 1 1 (mean 3/4), rest 0 0 1 2 (mean 3/4): Σdd' = 9/16−3/16+1/16+5/16 = 3/4;
    #     Σd² = 9/16+3·1/16 = 3/4, Σd'² = 9/16+9/16+1/16+25/16 = 11/4: r = (3/4)/√(33/16) = 3/√33.
    # Q2: marks 0 0 1 1 (1/2), rest 0 1 1 2 (1): ½+0+0+½ = 1; Σd² = 1, Σd'² = 2: r = 1/√2. Q3 mirrors Q1.
    # alpha: spreads 3/4+1+3/4 = 5/2, of totals 5: 3/2·(1 − 1/2) = 3/4. Shares 0 1/3 2/3 1: Σd² = 5/9, /3 = 5/27.
    "a ladder": ([[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]],
                 [F(3, 4), F(1, 2), F(1, 4)], [3 / sqrt(33), 1 / sqrt(2), 3 / sqrt(33)], F(3, 4), F(1, 2), F(1, 2),
                 sqrt(5 / 27)),
    # Two questions that always agree: marks 0 0 1 1 twice. r = 1. alpha: spreads 1+1 = 2, totals 0 0 2 2: 4;
    # 2·(1 − 2/4) = 1. Shares 0 0 1 1: mean ½, Σd² = 1, /3.
    "agreement": ([[0, 0], [0, 0], [1, 1], [1, 1]], [F(1, 2)] * 2, [1, 1], 1, F(1, 2), F(1, 2), sqrt(1 / 3)),
    # Q3 keyed the wrong way round: Q1 = Q2 = 0 0 1 1, Q3 = 1 1 0 0. Rest of Q3: 0 0 2 2: r = −1.
    # Rest of Q1: Q2+Q3 = 1 1 1 1: no spread, nothing can be said. Totals 1 1 2 2: spread 1; spreads 1+1+1 = 3:
    # 3/2·(1 − 3) = −3. Shares 1/3 1/3 2/3 2/3: mean ½, Σd² = 4/36 = 1/9, /3 = 1/27.
    "a key the wrong way round": ([[0, 0, 1], [0, 0, 1], [1, 1, 0], [1, 1, 0]],
                                  [F(1, 2)] * 3, [None, None, -1], -3, F(1, 2), F(1, 2), sqrt(1 / 27)),
    # Everybody right everywhere: nothing differs, so nothing correlates.
    "all right": ([[1, 1], [1, 1], [1, 1]], [1, 1], [None, None], None, 1, 1, 0),
    # Parts of marks. Q1: 1/3 2/3 1 (mean 2/3), Q2: 1/2 0 1 (mean 1/2).
    # Σdd' = (−1/3)(0)+(0)(−1/2)+(1/3)(1/2) = 1/6; Σd² = 2/9, Σd'² = 1/2: r = (1/6)/√(1/9) = 1/2, both ways.
    # Totals 5/6 2/3 2 (mean 7/6): Σd² = 1/9+1/4+25/36 = 38/36 = 19/18. alpha = 2·(1 − (13/18)/(19/18)) = 12/19.
    # Shares 5/12 1/3 1: mean 7/12, median 5/12, Σd² = 19/72, /2 = 19/144.
    "parts": ([[F(1, 3), F(1, 2)], [F(2, 3), 0], [1, 1]],
              [F(2, 3), F(1, 2)], [F(1, 2), F(1, 2)], F(12, 19), F(7, 12), F(5, 12), sqrt(19 / 144)),
    # Five people, two questions that have nothing to do with each other: Q1 1 1 0 0 ½, Q2 1 0 1 0 ½: Σdd' = 0.
    # Totals 2 1 1 0 1: Σd² = 2 = 1 + 1: alpha = 2·(1 − 1) = 0. Shares 1 ½ ½ 0 ½: Σd² = 1/2, /4 = 1/8.
    "nothing in common": ([[1, 1], [1, 0], [0, 1], [0, 0], [F(1, 2), F(1, 2)]],
                          [F(1, 2), F(1, 2)], [0, 0], 0, F(1, 2), F(1, 2), sqrt(1 / 8)),
    # Each draws its own: Q1 with Q2 twice, Q1 with Q3 once. Q1: 1 0 1, rest 1 0 0: means 2/3, 1/3;
    # Σdd' = (1/3)(2/3)+(−2/3)(−1/3)+(1/3)(−1/3) = 1/3; Σd² = 2/3, Σd'² = 2/3: r = 1/2. Q2: 1 0, rest 1 0: r = 1.
    # Q3: one answer. alpha of the two alike: spreads 1/2+1/2, totals 2 0: 2: 2·(1 − 1/2) = 1.
    # Shares 1 0 1/2: mean ½, Σd² = 1/2, /2 = 1/4.
    "draws": ([[1, 1, None], [0, 0, None], [1, None, 0]],
              [F(2, 3), F(1, 2), 0], [F(1, 2), 1, None], 1, F(1, 2), F(1, 2), F(1, 2)),
    # One person: a mean, and nothing else.
    "one alone": ([[1, 0]], [1, 0], [None, None], None, F(1, 2), F(1, 2), None),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_figures_are_those_worked_out_by_hand(name):
    rows, facility, discrimination, alpha, mean, middle, deviation = TABLES[name]
    made = tally(rows)
    found = whole(made)
    items = [made.items[number] for number in sorted(made.items)]
    assert all(same(item.facility, wanted) for item, wanted in zip(items, facility, strict=True))
    assert all(same(item.discrimination, wanted) for item, wanted in zip(items, discrimination, strict=True))
    assert same(found.alpha, alpha)
    assert same(found.mean, mean) and same(found.median, middle) and same(found.deviation, deviation)


def test_marks_count_by_their_worth():
    made = Tally()
    made.add(Sheet((Given(1, 1.0, 2.0), Given(2, 0.0, 1.0)), None))
    made.add(Sheet((Given(1, 2.0, 4.0), Given(2, 1.0, 1.0)), None))
    assert same(made.items[1].facility, F(3, 6)) and same(whole(made).mean, (F(1, 3) + F(3, 5)) / 2)


def test_a_quiz_is_told_in_tenths_and_by_who_passed():
    made = tally([[1, 1], [1, 0], [0, 0], [F(1, 5), F(0)]], passes=1)
    found = whole(made)
    assert found.distribution == [1, 1, 0, 0, 0, 1, 0, 0, 0, 1], "a tenth is in the second bar, all in the last"
    assert (found.attempts, found.pass_rate) == (4, 0.5)
    assert whole(tally([])).distribution == [0] * 10 and whole(tally([])).mean is None


def test_blanks_times_and_choices_are_counted():
    made = Tally()
    for picks, seconds in (((("", "0"),), 12), ((("", "0"),), 40), ((), None), ((("", "3"),), 20)):
        made.add(Sheet((Given(1, 0.0, 1.0, picks, seconds),), None))
    item = made.items[1]
    assert (item.answers, item.blanks) == (4, 1)
    assert item.taken() == Counter({("", "0"): 2, ("", "3"): 1})
    assert median(item.seconds) == 20


@pytest.mark.parametrize(
    ("kind", "options", "key"),
    [
        ("single", list("abcd"), 2),
        ("truefalse", ["Đ", "S"], 0),
        ("multi", list("abcd"), [0, 2]),
        ("multi", list("abc"), [0, 1, 2]),
        ("multi", list("abcde"), [4]),
        ("match", {"left": list("ab"), "right": list("xyz")}, {"0": 1, "1": 1}),
        ("order", list("abc"), [0, 1, 2]),
        ("order", list("abcd"), [2, 0, 3, 1]),
        ("numeric", {"unit": ""}, {"value": 3, "tolerance": 0}),
    ],
)
def test_guessing_is_worth_the_mean_of_every_answer_there_is(kind, options, key):
    assert same(guess(kind, options, key), every_answer(kind, options, key))


def every_answer(kind, options, key):
    """The mean of the marks of every answer there is, by brute force."""
    from itertools import permutations, product

    if kind == "numeric":
        return 0
    if kind == "match":
        answers = [
            {str(line): right for line, right in enumerate(each)}
            for each in product(range(len(options["right"])), repeat=len(options["left"]))
        ]
    elif kind == "order":
        answers = [list(each) for each in permutations(range(len(options)))]
    elif kind == "multi":
        answers = [[n for n in range(len(options)) if bits >> n & 1] for bits in range(2 ** len(options))]
    else:
        answers = list(range(len(options)))
    return sum(F(grading.mark(kind, options, key, each)).limit_denominator(1000) for each in answers) / len(answers)


# What must hold of any table.

MARKS = st.sampled_from([F(0), F(1, 4), F(1, 3), F(1, 2), F(2, 3), F(1)])
ROWS = st.integers(1, 5).flatmap(lambda wide: st.lists(st.lists(MARKS, min_size=wide, max_size=wide), max_size=12))


def exact(rows):
    """(facility, squared and signed discrimination) of each question, and alpha, in fractions."""

    def spread(values):
        middle = sum(values) / F(len(values))
        return sum((value - middle) ** 2 for value in values)

    def together(ones, others):
        left, right = sum(ones) / F(len(ones)), sum(others) / F(len(others))
        return sum((one - left) * (other - right) for one, other in zip(ones, others, strict=True))

    items, totals = list(zip(*rows, strict=True)), [sum(row) for row in rows]
    told = []
    for marks in items:
        rest = [total - own for total, own in zip(totals, marks, strict=True)]
        spreads, joint = spread(marks) * spread(rest), together(marks, rest)
        told.append((sum(marks) / F(len(marks)), (joint * abs(joint) / spreads) if spreads else None))
    many, of_totals = len(items), spread(totals)
    wanted = len(rows) > 1 and many > 1 and of_totals
    spreads = sum(spread(marks) for marks in items)
    return told, F(many, many - 1) * (1 - spreads / of_totals) if wanted else None


@given(ROWS.filter(bool))
def test_figures_agree_with_fractions(rows):
    made, (items, alpha) = tally(rows), exact(rows)
    for number, (facility, squared) in enumerate(items, 1):
        item = made.items[number]
        assert same(item.facility, facility)
        wanted = None if squared is None else sqrt(abs(squared)) * (1 if squared >= 0 else -1)
        assert same(item.discrimination, wanted)
    assert same(whole(made).alpha, alpha)


@given(ROWS)
def test_figures_stay_within_their_bounds(rows):
    made = tally(rows, passes=1)
    found = whole(made)
    assert sum(found.distribution) == found.attempts == len(rows)
    assert all(0 <= share <= 1 for share in (found.mean, found.median, found.pass_rate) if share is not None)
    assert found.alpha is None or found.alpha <= 1 + 1e-9
    for item in made.items.values():
        assert 0 <= item.facility <= 1
        assert item.discrimination is None or -1 <= item.discrimination <= 1


@given(ROWS, st.randoms())
def test_the_order_of_attempts_changes_nothing(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    one, other = tally(rows, passes=1), tally(mixed, passes=1)
    assert whole(one) == whole(other)
    assert {n: item.discrimination for n, item in one.items.items()} == {
        n: item.discrimination for n, item in other.items.items()
    }


@given(st.lists(st.tuples(MARKS, MARKS), min_size=2, max_size=10))
def test_a_correlation_knows_no_sides(pairs):
    one = correlation(Counter((float(a), float(b)) for a, b in pairs))
    other = correlation(Counter((float(b), float(a)) for a, b in pairs))
    assert same(one, other)
