"""Questions about quizzes: `bank` (questions, quizzes), `attempts` (tries, papers), `standings` (who passed what)."""

from lms.quizzes.queries.attempts import Line, attempt_alone, attempt_by_id, attempts_of, item, overdue, paper, tries
from lms.quizzes.queries.bank import has_bank, questions, quiz_at, quiz_by_id, quiz_of, size
from lms.quizzes.queries.pictures import uses_of_picture
from lms.quizzes.queries.standings import Standing, modules_with_quiz, passed_by, passed_modules, standing, standing_of

__all__ = [
    "Line",
    "Standing",
    "attempt_alone",
    "attempt_by_id",
    "attempts_of",
    "has_bank",
    "item",
    "modules_with_quiz",
    "overdue",
    "paper",
    "passed_by",
    "passed_modules",
    "questions",
    "quiz_at",
    "quiz_by_id",
    "quiz_of",
    "size",
    "standing",
    "standing_of",
    "tries",
    "uses_of_picture",
]
