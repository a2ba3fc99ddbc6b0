"""What learners do with a quiz: begin, answer, hand in. Every verb may be repeated; the second is like the first.

The verbs stand in `starting`, `saving`, `handing_in` and `looking`; `late` keeps what came too late to count.
"""

from lms.quizzes.actions.handing_in import hand_in, hand_in_overdue, offer
from lms.quizzes.actions.looking import look
from lms.quizzes.actions.saving import AlreadyHandedIn, AnswerStands, NotAsked, Saved, save, save_all
from lms.quizzes.actions.starting import WORTH, NoQuestions, start

__all__ = [
    "WORTH",
    "AlreadyHandedIn",
    "AnswerStands",
    "NoQuestions",
    "NotAsked",
    "Saved",
    "hand_in",
    "hand_in_overdue",
    "look",
    "offer",
    "save",
    "save_all",
    "start",
]
