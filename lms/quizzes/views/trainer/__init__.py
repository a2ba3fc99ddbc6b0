"""The trainer's pages: the bank, quizzes made of it, and what came of them."""

from lms.quizzes.views.trainer import figures, questions
from lms.quizzes.views.trainer.pages import pages

__all__ = ["figures", "pages", "questions"]
