"""Questions of files that hypothesis may hand to the formats, each one that could be asked."""

from hypothesis import strategies as st

from lms.quizzes.formats.decoding import clean
from lms.quizzes.formats.items import TEXT_FORMATS, Choice, Item, Number, Type

#: Signs that some format uses itself, beside Vietnamese and the rest of the world.
SIGNS = "ăđơưếỗ aB1é{}=~#:\\n%[]<>&;|,.'\"/-+*_`$@\n\t→>"
TEXTS = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=("Cs",)), max_size=20).map(clean)
#: What could be taken for a piece of grammar.
TRAPS = st.sampled_from(
    ["[html]x", "//x", "::a::", "$CATEGORY: x", "%50%x", "####", "->", "a -> b", "TRUE", "T", "=x", "'=1", "\\n",
     "\\", "A) x", "ANSWER: B", "]]>", "<![CDATA[x]]>", "&amp;", "&", "⏎", "_____", "3..5", "*", "=SUM(A1)", ">3 x"]
)  # fmt: skip
WORDS = st.one_of(TEXTS, TRAPS)
SAID = WORDS.filter(bool)
PERCENT = st.sampled_from([0, 5, 12.5, 33.33333, 50, 66.66667, 100, -33.33333, -50, -100])
GOOD = PERCENT.filter(lambda fraction: fraction > 0)
AMOUNTS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=3, allow_nan=False, allow_infinity=False).map(float).map(
        lambda value: int(value) if value == int(value) else value
    ),
)  # fmt: skip


def several(values, least=1, most=5):
    return st.lists(values, min_size=least, max_size=most).map(tuple)


def choices(fractions, least=2):
    """Choices of which at least one is right."""
    wrong = several(st.builds(Choice, SAID, fractions, WORDS), least - 1)
    right = st.builds(Choice, SAID, st.just(100), WORDS)
    return st.tuples(wrong, right).flatmap(lambda both: st.permutations([*both[0], both[1]])).map(tuple)


def statement(right, first, second):
    return Choice("true", 100 * right, first), Choice("false", 100 * (not right), second)


NUMBERS = st.builds(Number, AMOUNTS, AMOUNTS.map(abs), PERCENT, WORDS)
OTHER_NUMBER = st.builds(Number, st.none(), st.just(0), PERCENT, WORDS)
PAIRS = st.tuples(several(st.tuples(SAID, SAID), 2), several(st.tuples(st.just(""), SAID), 0, 2)).map(
    lambda both: both[0] + both[1]
)
ANSWERS = {
    Type.SINGLE: {"choices": choices(PERCENT)},
    Type.MULTI: {"choices": choices(PERCENT)},
    Type.TRUEFALSE: {"choices": st.builds(statement, st.booleans(), WORDS, WORDS)},
    Type.SHORT: {"choices": choices(PERCENT, 1), "strict": st.booleans(), "rubric": WORDS},
    Type.ORDER: {"choices": several(st.builds(Choice, SAID, st.just(0), WORDS), 2)},
    Type.MATCH: {"pairs": PAIRS},
    Type.NUMERIC: {
        "numeric": st.tuples(several(NUMBERS | OTHER_NUMBER, 0, 3), st.builds(Number, AMOUNTS)).map(
            lambda both: (*both[0], both[1])
        ),
        "unit": WORDS,
    },
    Type.ESSAY: {"rubric": WORDS, "strict": st.booleans()},
    Type.DESCRIPTION: {},
}


def item_of(kind):
    """A question of one type, in any words."""
    return st.builds(
        Item, st.just(kind), SAID, name=WORDS, text_format=st.sampled_from(TEXT_FORMATS), general_feedback=WORDS,
        category=WORDS, tags=several(SAID, 0, 3).map(lambda tags: tuple(dict.fromkeys(tags))), code=WORDS,
        difficulty=st.integers(0, 3), **ANSWERS[kind],
    )  # fmt: skip


#: Any question at all.
ITEMS = st.sampled_from(list(Type)).flatmap(item_of)
