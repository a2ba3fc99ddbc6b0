"""Tables of quizzes: the bank, quizzes made from it, what learners did, and what came of it."""

from lms.quizzes.models.attempt import Answer, Attempt, AttemptEvent, AttemptItem, LateAnswer
from lms.quizzes.models.bank import Question, QuestionImport, QuestionTag, QuestionVersion
from lms.quizzes.models.figures import QuizFigures, Regrade, RegradeChange
from lms.quizzes.models.quiz import Extra, Quiz, QuizDraw, QuizItem

__all__ = [
    "Answer",
    "Attempt",
    "AttemptEvent",
    "AttemptItem",
    "Extra",
    "LateAnswer",
    "Question",
    "QuestionImport",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizDraw",
    "QuizFigures",
    "QuizItem",
    "Regrade",
    "RegradeChange",
]
