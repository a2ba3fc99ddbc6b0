"""The trainer's pages: the bank, quizzes made of it, and what came of them."""

from lms.quizzes.views.trainer import figures, imports, questions
from lms.quizzes.views.trainer.pages import pages

__all__ = ["figures", "imports", "pages", "questions"]
