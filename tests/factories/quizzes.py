"""Quizzes and attempts for tests: a small quiz with one question of each kind."""

from datetime import UTC, datetime
from itertools import count

from lms.core.db import db, mode
from lms.quizzes import queries
from lms.quizzes.actions import attempts
from lms.quizzes.models import Question, Quiz, QuizItem
from tests.factories import catalogue

SHIPPED = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
_numbers = count(1)

#: kind → (options, key), in the shapes of `lms/quizzes/rules/bank.py`.
SHAPES = {
    "single": (["Đường", "Muối", "Chè", "Măng"], 2),
    "truefalse": (["Đúng", "Sai"], 0),
    "multi": (["Số căn cước", "Ảnh sản phẩm", "Mã OTP", "Tên xã"], [0, 2]),
    "match": ({"left": ["Đăng video", "Ghi vị trí"], "right": ["Chủ động", "Thụ động"]}, {"0": 0, "1": 1}),
    "order": (["Nói", "Cho xem", "Hỏi"], [0, 1, 2]),
    "numeric": ({"unit": "MB"}, {"value": 1350, "tolerance": 0}),
}
ALL = tuple(SHAPES)

#: Marked by a person where no form fits; in a quiz of its own.
SHORT = ({"strict": False}, {"accepted": ["Măng khô", "Măng"], "rubric": "Nêu được một món của bản"})


#: What earns every point, where that is not the key itself.
RIGHT = {"numeric": lambda key: str(key["value"]), "short": lambda key: key["accepted"][0]}


def quiz(kinds=ALL, *, module=None, **values):
    """A quiz of one question of each of `kinds`, committed; further `values` are columns of Quiz."""
    module = module or catalogue.module()
    with mode("write"):
        row = Quiz(module_id=module.id, **values)
        db.session.add(row)
        db.session.flush()
        for position, kind in enumerate(kinds, 1):
            db.session.add(QuizItem(quiz_id=row.id, question_id=question(module, kind).id, position=position))
        db.session.commit()
    return row


def question(module, kind="single", **values):
    """A question of the bank, flushed."""
    number = next(_numbers)
    options, key = SHORT if kind == "short" else SHAPES[kind]
    row = Question(
        **{
            "code": f"Q{number}",
            "module_id": module.id,
            "kind": kind,
            "text": f"Câu hỏi số {number}?",
            "title_en": f"Question {number}",
            "options": options,
            "key": key,
            "explanation": f"Vì sao, {number}.",
            "position": number,
            "shipped": "",
            "changed_at": SHIPPED,
        }
        | values
    )
    db.session.add(row)
    db.session.flush()
    return row


def attempt(quiz, person, *, at):
    """A new open attempt, committed."""
    with mode("write"):
        made = attempts.start(quiz, person, by=person, at=at)
        db.session.commit()
    return made


def right_answers(attempt):
    """The full set that earns every point, by position."""
    return {item.position: RIGHT.get(item.kind, lambda key: key)(item.key) for item, _row in queries.paper(attempt)}


def handed_in(quiz, person, *, at, right=True):
    """A handed-in attempt, committed: all right, or nothing answered."""
    made = attempt(quiz, person, at=at)
    with mode("write"):
        attempts.hand_in(made, right_answers(made) if right else None, by=person, at=at)
        db.session.commit()
    return made


def fields(attempt, answers=None):
    """The fields of the sheet as a browser posts them; all right answers unless others are given."""
    data = {}
    for item, _row in queries.paper(attempt):
        value = (answers or right_answers(attempt)).get(item.position)
        if value is None:
            continue
        if item.kind == "match":
            data |= {f"a{item.position}-{line}": str(chosen) for line, chosen in value.items()}
        elif item.kind == "order":
            data |= {f"a{item.position}-{line}": str(place) for place, line in enumerate(value, 1)}
        else:
            data[f"a{item.position}"] = [str(one) for one in value] if isinstance(value, list) else str(value)
    return data
