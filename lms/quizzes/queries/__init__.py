"""Questions about quizzes: `bank` (questions, quizzes), `attempts` (tries, papers), `standings` (who passed what)."""

from lms.quizzes.queries.attempts import Line, attempt_alone, attempt_by_id, attempts_of, item, overdue, paper, tries
from lms.quizzes.queries.bank import (
    PASSES,
    asked,
    has_bank,
    pools,
    questions,
    questions_by_id,
    quiz_at,
    quiz_by_id,
    quiz_of,
    quiz_to_take,
    size,
)
from lms.quizzes.queries.pictures import uses_of_picture
from lms.quizzes.queries.records import sheet
from lms.quizzes.queries.standings import (
    Standing,
    extra,
    modules_with_quiz,
    passed_by,
    passed_modules,
    standing,
    standing_of,
)

__all__ = [
    "PASSES",
    "Line",
    "Standing",
    "asked",
    "attempt_alone",
    "attempt_by_id",
    "attempts_of",
    "extra",
    "has_bank",
    "item",
    "modules_with_quiz",
    "overdue",
    "paper",
    "passed_by",
    "passed_modules",
    "pools",
    "questions",
    "questions_by_id",
    "quiz_at",
    "quiz_by_id",
    "quiz_of",
    "quiz_to_take",
    "sheet",
    "size",
    "standing",
    "standing_of",
    "tries",
    "uses_of_picture",
]
