"""The sheet: field names, what is kept, how answers are said; and the order of options in an attempt."""

import pytest
from werkzeug.datastructures import MultiDict

from lms.quizzes import paper
from lms.quizzes.rules import grading
from lms.quizzes.shuffle import shuffled
from tests.factories.quizzes import SHAPES


@pytest.mark.parametrize(
    ("text", "found"),
    [("7", 7), ("0", 0), ("007", 7), ("", None), ("-1", None), ("1.5", None), ("٣", None), ("9" * 11, None),
     ("2000000001", None), (None, None), (7, None)],
)  # fmt: skip
def test_number(text, found):
    assert paper.number(text) == found


def test_from_form():
    form = MultiDict([("a1", "2"), ("a3", "0"), ("a3", "2"), ("a4-0", "1"), ("a4-1", ""), ("seen", "3"), ("a٣", "1")])
    assert paper.from_form(form) == {1: ["2"], 3: ["0", "2"], 4: {"0": "1", "1": ""}}


def test_a_form_that_contradicts_itself_is_read_without_harm():
    assert paper.from_form(MultiDict([("a1", "2"), ("a1-0", "1")])) == {1: ["2"]}


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("single", ["2"], 2),
        ("single", ["9"], None),
        ("multi", ["0", "2"], [0, 2]),
        ("match", {"0": "1", "1": ""}, {"0": 1}),
        ("order", {"0": "2", "1": "1", "2": "3"}, [1, 0, 2]),
        ("order", {"0": "2", "1": "", "2": ""}, {"0": "2", "1": "", "2": ""}),
        ("numeric", ["1.350 MB"], "1.350 MB"),
        ("numeric", ["khoảng ba"], "khoảng ba"),
        ("numeric", ["  "], None),
        ("numeric", ["x" * 500], "x" * 40),
    ],
)
def test_what_is_kept(kind, raw, kept):
    assert paper.keep(kind, SHAPES[kind][0], raw) == kept


@pytest.mark.parametrize("raw", [None, [], {}, [[]], {"a": 1}, 1e300, True, "x" * 10_000, [None], {"0": {"1": 2}}])
@pytest.mark.parametrize("kind", SHAPES)
def test_anything_may_come_in(kind, raw):
    options, key = SHAPES[kind]
    value = paper.keep(kind, options, raw)
    assert grading.mark(kind, options, key, value) == 0.0 or value is not None
    assert isinstance(paper.said(kind, options, value), list)


@pytest.mark.parametrize(
    ("kind", "value", "mend"),
    [
        ("numeric", "khoảng ba", True),
        ("numeric", "1350", False),
        ("order", {"0": "2", "1": "", "2": ""}, False),
        ("order", {"0": "2", "1": "2", "2": "1"}, True),
        ("single", None, False),
    ],
)
def test_what_to_mend(kind, value, mend):
    assert bool(paper.problem(kind, SHAPES[kind][0], value)) is mend


@pytest.mark.parametrize(
    ("stored", "sequence", "given", "seen", "holds"),
    [
        (1, 5, 2, None, 2),  # something was given
        (1, 5, 2, 0, 2),
        (1, 5, None, None, 1),  # nothing was, by a sheet that knows nothing
        (1, 5, None, 4, 1),  # an old sheet takes nothing away
        (1, 5, None, 5, None),  # the sheet showed the answer, and it was emptied
    ],
)
def test_what_holds_after_a_whole_sheet(stored, sequence, given, seen, holds):
    assert paper.settled(stored, sequence, given, seen) == holds


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("single", 2, ["Chè"]),
        ("multi", [0, 2], ["Số căn cước", "Mã OTP"]),
        ("match", {"0": 0}, ["Đăng video: Chủ động"]),
        ("order", [2, 0, 1], ["1. Hỏi", "2. Nói", "3. Cho xem"]),
        ("numeric", "1350", ["1350 MB"]),
        ("numeric", "1,35 GB", ["1,35 GB"]),
        ("numeric", {"value": 1350, "tolerance": 0}, ["1.350 MB"]),
        ("truefalse", None, []),
    ],
)
def test_answers_in_words(kind, value, words):
    assert paper.said(kind, SHAPES[kind][0], value) == words


@pytest.mark.parametrize("kind", SHAPES)
def test_a_shuffled_question_is_the_same_question(kind):
    options, key = SHAPES[kind]
    for seed in map(str, range(30)):
        mixed, new_key = shuffled(kind, options, key, seed)
        assert shuffled(kind, options, key, seed) == (mixed, new_key)
        if kind == "numeric":
            assert (mixed, new_key) == (options, key)
            continue
        answer = {int(k): v for k, v in new_key.items()} if kind == "match" else new_key
        assert grading.mark(kind, mixed, new_key, answer) == 1.0
        before, after = (sorted(paper.said(kind, *pair)) for pair in ((options, key), (mixed, new_key)))
        assert before == after or kind == "order" and [w[3:] for w in before] == [w[3:] for w in after]


def test_options_move_and_true_stays_before_false():
    seeds = [str(n) for n in range(30)]
    assert len({str(shuffled("single", *SHAPES["single"], seed)) for seed in seeds}) > 5
    assert {str(shuffled("truefalse", *SHAPES["truefalse"], seed)) for seed in seeds} == {"(['Đúng', 'Sai'], 0)"}
    assert all(shuffled("order", *SHAPES["order"], seed)[0] != SHAPES["order"][0] for seed in seeds)
