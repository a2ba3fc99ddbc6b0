"""Taking a file of questions into the bank: looked at first, confirmed, then written block by block."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from lms.audit import actions as audit
from lms.catalogue.models import Module
from lms.core import jobs
from lms.core.db import db, lock
from lms.core.words import _
from lms.files import actions as shelf
from lms.files import queries as files
from lms.quizzes import formats
from lms.quizzes.actions import questions as verbs
from lms.quizzes.formats import bank, looking
from lms.quizzes.models import Question, QuestionImport, QuestionTag, QuestionVersion
from lms.quizzes.queries import imports
from lms.quizzes.rules import importing as rules
from lms.quizzes.rules import questions as words
from lms.quizzes.rules.importing import Fate, State

#: What the house calls the job.
TAKE_IN = "quizzes.import"
NAMELESS = "questions.txt"


def bring(data: bytes, name: str, module: Any, *, by: Any, at: datetime) -> QuestionImport:
    """Look at a file, or at a pasted text (`name` is empty), and keep it; the bank stays as it is.

    Raises FileRefused or SheetRefused where nothing can be read.
    """
    reading = formats.read(data, name=name)
    found = looking.look(reading)
    kind, until = "application/octet-stream", at + rules.KEPT
    file = shelf.keep(by, TAKE_IN, name or NAMELESS, data, kind, until, by=by, at=at)
    brought = QuestionImport(
        module_id=module.id, format=reading.format, name=name and file.name, file_id=file.public_id, found=len(found),
        state=State.READ, by_id=by.id, at=at,
    )  # fmt: skip
    db.session.add(brought)
    db.session.flush()
    imports.remember(file.public_id, found)
    return brought


def confirm(brought: QuestionImport, *, replaces: bool, by: Any, at: datetime) -> None:
    """Let the worker take the file in. A second time it changes nothing, or sets work that stopped going again.

    `replaces`: questions whose code is in the bank with other words change it there. Raises FileGone.
    """
    lock(brought)
    if brought.state not in (State.READ, State.RUNNING):
        return
    if not imports.is_here(brought):
        raise rules.FileGone()
    if brought.state == State.READ:
        brought.state, brought.replaces = State.RUNNING, replaces
        audit.record("quizzes.import_confirmed", "question_import", brought.id, by=by, at=at)
    title = _("Take questions in: %(name)s", name=brought.name or _("pasted text"))
    args = {"import": brought.id, "title": title}
    jobs.start(TAKE_IN, args=args, owner=by, at=at, key=imports.job_key(brought))


def drop(brought: QuestionImport, *, by: Any, at: datetime) -> None:
    """Throw away a file that was only looked at."""
    lock(brought)
    if brought.state != State.READ:
        return
    brought.state = State.DROPPED
    file = files.by_public_id(brought.file_id or "")
    if file is not None:
        shelf.remove(file, by=by, at=at)
    brought.file_id = None


def take_block(brought: QuestionImport, work: imports.Work, *, by: Any, at: datetime) -> int:
    """Settle the next questions; belongs into a transaction of its own. Answers how many are settled now."""
    lock(brought)
    start = imports.place_of(brought)
    _hold(work, start)
    new: dict[int, list[bank.Question]] = defaultdict(list)
    for row, module_id in zip(
        work.rows[start : start + rules.BLOCK], work.modules[start : start + rules.BLOCK], strict=True
    ):
        fate = work.bank.fate(row, module_id, brought.format)
        if fate == Fate.NEW:
            new[module_id].append(row.question)
            brought.added += 1
        elif fate == Fate.OTHER and brought.replaces:
            _change(row.question, brought.format, work.bank, by=by, at=at)
            brought.changed += 1
        elif fate == Fate.REFUSED:
            brought.refused += 1
        else:
            brought.known += 1
    for module_id in sorted(new):
        create_each(new[module_id], db.session.get_one(Module, module_id), by=by, at=at)
    return imports.place_of(brought)


def _hold(work: imports.Work, start: int) -> None:
    """Nobody else writes questions into these modules until the block is written; what somebody wrote is known."""
    places = sorted(set(work.modules[start : start + rules.BLOCK]))
    for module_id in places:
        lock(db.session.get_one(Module, module_id))
    work.bank.learn(places)


def _change(asked: bank.Question, named: str, known: imports.Bank, *, by: Any, at: datetime) -> None:
    question = db.session.scalars(select(Question).where(Question.code == asked.code)).one()
    verbs.change(question, rules.kept_apart(asked.words(), verbs.words_of(question), named), by=by, at=at)
    known.by_code[asked.code] = verbs.words_of(question)


def create_each(asked: Sequence[bank.Question], module: Module, *, by: Any, at: datetime) -> None:
    """As `questions.create` for each, in four statements. Raises a kind of QuestionIncomplete."""
    lock(module)
    number, position = imports.last_places(module)
    kept = [words.checked(one.words()) for one in asked]
    about = {"module_id": module.id, "state": words.READY, "version": 1, "shipped": "", "changed_at": at}
    rows = [
        {**{name: value for name, value in one.items() if name != "tags"}, **about,
         "code": f"{module.code}-Q{number + place}", "position": position + place}
        for place, one in enumerate(kept, 1)
    ]  # fmt: skip
    ids = list(db.session.scalars(insert(Question).returning(Question.id, sort_by_parameter_order=True), rows))
    said = list(zip(ids, kept, strict=True))
    versions = [{"question_id": q, "number": 1, "words": one, "by_id": by and by.id, "at": at} for q, one in said]
    db.session.execute(insert(QuestionVersion), versions)
    tags = [{"question_id": question_id, "tag": tag} for question_id, one in said for tag in one["tags"]]
    if tags:
        db.session.execute(insert(QuestionTag), tags)


def finish(brought: QuestionImport, *, by: Any, at: datetime) -> None:
    """Every question is settled."""
    lock(brought)
    if brought.state == State.RUNNING:
        brought.state, brought.ended_at = State.DONE, at
        told = {name: getattr(brought, name) for name in ("found", "added", "changed", "known", "refused")}
        audit.record("quizzes.import_done", "question_import", brought.id, by=by, at=at, **told)
