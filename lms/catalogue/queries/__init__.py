"""Questions about what is taught: `tree` (tracks, modules, lessons as readers see them), `reading` (what was read)."""

from lms.catalogue.queries.pictures import uses_of_picture
from lms.catalogue.queries.reading import Progress, lessons_read, notes, notes_written, progress, sequence_of
from lms.catalogue.queries.tree import (
    LessonLine,
    ModuleLine,
    Place,
    TrackLine,
    contents,
    has_content,
    lesson,
    lesson_at,
    module,
    next_lesson,
    place,
    track,
    track_of,
    tracks,
)

__all__ = [
    "LessonLine",
    "ModuleLine",
    "Place",
    "Progress",
    "TrackLine",
    "contents",
    "has_content",
    "lesson",
    "lesson_at",
    "lessons_read",
    "module",
    "next_lesson",
    "notes",
    "notes_written",
    "place",
    "progress",
    "sequence_of",
    "track",
    "track_of",
    "tracks",
    "uses_of_picture",
]
