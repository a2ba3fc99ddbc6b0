"""Writing questions of the bank into a file, for whoever asked for it."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from lms.audit import actions as audit
from lms.core import jobs
from lms.core.clock import local
from lms.core.words import _, language
from lms.files import actions as shelf
from lms.files import tables
from lms.files.models import File
from lms.quizzes import formats
from lms.quizzes.formats.corrections import ENDINGS
from lms.quizzes.queries import exports
from lms.quizzes.queries.editing import Asked
from lms.quizzes.rules.importing import KEPT

#: What the house calls the job, and the file.
WRITE_OUT = "quizzes.export"
#: More questions than this are the worker's.
AT_ONCE = 300
TYPES = {"csv": tables.CSV, "xlsx": tables.XLSX, "moodle-xml": "application/xml"}


def start(asked: Asked, named: str, *, by: Any, at: datetime) -> str:
    """Let the worker write a file; answers the public id of the job."""
    args = {"asked": asked._asdict(), "format": named, "language": language(), "title": _("Take questions out")}
    return jobs.start(WRITE_OUT, args=args, owner=by, at=at)


def write_out(
    asked: Asked, named: str, say: Callable[[int], None] = lambda done: None, *, by: Any, at: datetime
) -> tuple[File, int]:
    """(the file, how many questions are in it). `say` hears how many were read, and may raise to end it."""
    found, every = [], exports.asked_for(asked)
    while block := list(islice(every, exports.STEP)):
        found += block
        say(len(found))
    kept = [item for item in found if named != "aiken" or formats.holds(item)]
    held = exports.pictures_of(kept) if named == "moodle-xml" else {}
    name = f"{_('questions')}{f'-{asked.module}' if asked.module else ''}-{local(at):%Y-%m-%d}.{ENDINGS[named]}"
    data, kind = formats.write(kept, named, held), TYPES.get(named, "text/plain; charset=utf-8")
    file = shelf.keep(by, WRITE_OUT, name, data, kind, at + KEPT, by=by, at=at)
    audit.record("quizzes.exported", "file", file.id, by=by, at=at, questions=len(kept), format=named)
    return file, len(kept)
