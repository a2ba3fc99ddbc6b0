"""How content is named, what it says and trains, and how it is edited."""

from lms.catalogue.rules.competences import COMPETENCES, UNESCO, Competence
from lms.catalogue.rules.editing import Kind, State
from lms.catalogue.rules.naming import (
    CODE_LENGTH,
    LESSON_CODE_LENGTH,
    RESERVED,
    SLUG_LENGTH,
    TooManyCodes,
    next_code,
    slug,
)
from lms.catalogue.rules.words import REVIEWED, WORDS, fingerprint, fingerprint_of_names, may_replace, needs_review

__all__ = [
    "CODE_LENGTH",
    "COMPETENCES",
    "LESSON_CODE_LENGTH",
    "RESERVED",
    "REVIEWED",
    "SLUG_LENGTH",
    "UNESCO",
    "WORDS",
    "Competence",
    "Kind",
    "State",
    "TooManyCodes",
    "fingerprint",
    "fingerprint_of_names",
    "may_replace",
    "needs_review",
    "next_code",
    "slug",
]
