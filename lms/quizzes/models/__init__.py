"""Tables of quizzes: the bank, the quiz made from it, and what learners did."""

from lms.quizzes.models.attempt import Answer, Attempt, AttemptItem
from lms.quizzes.models.bank import Question, Quiz, QuizItem

__all__ = ["Answer", "Attempt", "AttemptItem", "Question", "Quiz", "QuizItem"]
