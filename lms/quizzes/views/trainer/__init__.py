"""The trainer's pages: the bank, quizzes made of it, and what came of them."""

from lms.quizzes.views.trainer import (
    asking,
    attempts,
    exports,
    extras,
    figures,
    imports,
    marking,
    questions,
    quizzes,
    regrades,
)
from lms.quizzes.views.trainer.pages import pages

__all__ = [
    "asking",
    "attempts",
    "exports",
    "extras",
    "figures",
    "imports",
    "marking",
    "pages",
    "questions",
    "quizzes",
    "regrades",
]
