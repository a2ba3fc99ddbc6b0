"""What differs between two texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.writing.differences import Piece, between

#: Texts that share lines, as two versions do.
LINES = st.lists(
    st.sampled_from(["Một câu.\n", "Hai câu nữa.\n", "\n", "Ba câu\n", "Một chữ khác.\n", "x"]), max_size=12
)
TEXTS = st.one_of(LINES.map("".join), st.text(max_size=200))


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_from_the_pieces(old, new):
    pieces = between(old, new)
    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "gone") == new
    assert all(text for _kind, text in pieces)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert between(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "Mới", [("new", "Mới")]),
        ("Cũ", "", [("gone", "Cũ")]),
        (
            "Dấu chân số là gì?\nCòn lại lâu.\n",
            "Dấu vết số là gì?\nCòn lại lâu.\n",
            [("same", "Dấu "), ("gone", "chân"), ("new", "vết"), ("same", " số là gì?\nCòn lại lâu.\n")],
        ),
        ("Bấm vào tên", "Bấm vào nút đỏ", [("same", "Bấm vào "), ("gone", "tên"), ("new", "nút đỏ")]),
        ("một\nhai\n", "một\nhai\nba\n", [("same", "một\nhai\n"), ("new", "ba\n")]),
    ],
)
def test_changed_words_stand_inside_their_lines(old, new, pieces):
    joined = []
    for kind, text in between(old, new):
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        else:
            joined.append((kind, text))
    assert joined == pieces


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n" * 60_000, "a\n" * 30_000),
        ("a b " * 15_000, "b a " * 15_000),
        ("a b\n" * 15_000, "b a c\n" * 10_000),
        ("".join(f"{n} x\n" for n in range(9_000)), "".join(f"{n} y\n" for n in range(9_000))),
    ],
)
def test_large_texts_take_bounded_time(old, new):
    began = time.process_time()
    pieces = between(old, new)
    assert time.process_time() - began < 5
    assert "".join(text for kind, text in pieces if kind != "new") == old
