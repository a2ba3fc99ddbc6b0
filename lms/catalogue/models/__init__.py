"""Tables of the catalogue: what is taught, how lessons come about, what readers keep of them."""

from lms.catalogue.models.content import Lesson, Module, Track
from lms.catalogue.models.editing import LessonDraft, LessonVersion
from lms.catalogue.models.reading import LessonNote, LessonRead

__all__ = ["Lesson", "LessonDraft", "LessonNote", "LessonRead", "LessonVersion", "Module", "Track"]
