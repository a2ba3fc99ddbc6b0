"""What a trainer reads about how somebody was recognised."""

import pytest

from lms.attendance import matched
from lms.attendance.rules.matching import Learner, Roster, Seen, Step
from lms.attendance.rules.suggesting import Likeness, Suggestion
from lms.core.words import LANGUAGES, speak

CLASS = [
    Learner(1, "Nguyễn Thị Lan", "A7M3", ("lan@hoc.vn", "nha@hoc.vn")),
    Learner(2, "Nguyễn Thị Lan", "C4N9", ("nha@hoc.vn",)),
    Learner(3, "Giàng A Páo", "N4Y3"),
]


@pytest.fixture(autouse=True)
def vietnamese():
    """Whatever is spoken before and after."""
    speak("vi")
    yield
    speak("vi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_and_likeness_has_its_own_words(language):
    speak(language)
    steps = [matched.recognised(step) for step in Step]
    whys = [matched.suggested(Suggestion(1, 50, str(why))) for why in (*list(Step)[:5], *Likeness)]
    assert len(set(steps)) == len(steps) and len(set(whys)) == len(whys)


def test_the_mark_is_shown():
    assert matched.recognised("mark", "A7M3") == "Nhận ra nhờ mã #A7M3 trong tên"


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (Seen("nguyen thi lan"), "Nhiều học viên tên như vậy. Bạn chọn một người"),
        (Seen("Giàng A Páo", email="lan@hoc.vn"), "Các chi tiết không cùng chỉ một người. Bạn chọn một người"),
        (Seen("Páo"), "Chưa chắc chắn. Bạn xác nhận nếu biết đây là ai"),
        (Seen("Galaxy A12"), "Chỉ có tên thiết bị"),
        (Seen("Đoàn Khuê"), "Trong lớp không có ai tên như vậy"),
        (Seen(None), "Trong lớp không có ai tên như vậy"),
    ],
)
def test_why_nobody_was_matched(seen, said):
    match = Roster(CLASS).match(seen)
    assert match.person_id is None
    assert matched.left_open(seen.name, match.suggestions) == said


@pytest.mark.parametrize(
    ("shown", "email", "expected"),
    [
        ("nguyen thi lan", None, [(1, "tie"), (2, "tie")]),
        ("Bé Na", "nha@hoc.vn", [(1, "shared_email"), (2, "shared_email")]),
        ("Giàng A Páo", "lan@hoc.vn", [(1, "email"), (3, "name")]),
        ("Giàng A Páo #A7M3", None, [(1, "mark"), (3, "name")]),
        ("Giàng A Páo #Q3Q3", None, [(3, "name")]),
        ("iPhone #A7M4", None, [(1, "mark_slip")]),
        ("Gìang À Páo", None, [(3, "other_tones")]),
        ("Giangf A Paos", None, [(3, "typed_raw")]),
        ("Giàng A Pá", None, [(3, "slip")]),
        ("A Páo", None, [(3, "part")]),
        ("Giàng A Páo nhà mẹ Dở", None, [(3, "more")]),
        ("iPhone của Páo", None, [(3, "same_given")]),
        ("GAP", None, [(3, "initials")]),
        ("Giàng Thị Pá", None, [(3, "close")]),
    ],
)
def test_whom_it_may_be_and_why(shown, email, expected):
    found = Roster(CLASS).match(Seen(shown, email=email)).suggestions
    assert [(one.person_id, one.why) for one in found][: len(expected)] == expected
