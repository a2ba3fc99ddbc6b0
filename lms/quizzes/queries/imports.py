"""Questions about files of questions: what they hold, and what of it the bank holds already."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, select

from lms.catalogue.models import Module
from lms.core import jobs
from lms.core.db import db
from lms.files import queries as files
from lms.files import store
from lms.quizzes import formats
from lms.quizzes.formats import items, looking
from lms.quizzes.formats.looking import Row
from lms.quizzes.models import Question, QuestionImport, QuestionTag
from lms.quizzes.rules import importing as rules
from lms.quizzes.rules import questions as words
from lms.quizzes.rules.importing import Named
from lms.writing import queries as pictures

#: Files on the list of one's own; values in one question to the database.
PAGE, AT_ONCE = 30, 500
#: Files whose rows this process keeps at hand, for reading one takes seconds; by the id of their bytes.
MOST_READ = 2
_READ: dict[str, list[Row]] = {}


def by_public_id(import_id: str) -> QuestionImport | None:
    """The file of an address."""
    return db.session.scalar(select(QuestionImport).where(QuestionImport.public_id == import_id))


def brought_by(person: Any) -> list[tuple[QuestionImport, str]]:
    """The files that a person brought last, each with the code of the module it goes to; thrown away ones are gone."""
    found = (
        select(QuestionImport, Module.code)
        .join(Module, Module.id == QuestionImport.module_id)
        .where(QuestionImport.by_id == person.id, QuestionImport.state != rules.State.DROPPED)
    )
    return [(row, code) for row, code in db.session.execute(found.order_by(QuestionImport.id.desc()).limit(PAGE))]


def modules() -> list[Named]:
    """Every module as categories may call it, in the order of the curriculum."""
    found = select(Module.id, Module.code, Module.title_vi, Module.title_en)
    return [Named(*row) for row in db.session.execute(found.order_by(Module.track_id, Module.position, Module.id))]


def job_of(brought: QuestionImport) -> jobs.Job | None:
    """The job that takes a file in now."""
    return db.session.scalar(select(jobs.Job).where(jobs.Job.key == job_key(brought)))


def job_key(brought: QuestionImport) -> str:
    """What its job is known by while it waits or runs."""
    return f"quizzes.import:{brought.public_id}"


def place_of(brought: QuestionImport) -> int:
    """How many of its questions are settled: the next block begins behind them."""
    return brought.added + brought.changed + brought.known + brought.refused


def is_here(brought: QuestionImport) -> bool:
    """Whether the file still lies on the shelf."""
    return files.by_public_id(brought.file_id or "") is not None


def rows(brought: QuestionImport) -> list[Row]:
    """The questions of a file on the shelf, and those refused. Raises FileGone."""
    if not is_here(brought):
        raise rules.FileGone()
    return _read(brought.file_id, brought.format)


def _read(file_id: str, named: str) -> list[Row]:
    """Bytes under an id never change, so reading them twice says the same. Nobody may change the rows."""
    rows = _READ.get(file_id)
    if rows is None:
        try:
            data = store.path_of(file_id).read_bytes()
        except FileNotFoundError as gone:
            raise rules.FileGone() from gone
        rows = remember(file_id, looking.look(formats.read(data, format=named)))
    return rows


def remember(file_id: str, rows: list[Row]) -> list[Row]:
    """Keep the rows of a file at hand, and forget those of the file that was kept longest."""
    while len(_READ) >= MOST_READ:
        _READ.pop(next(iter(_READ), ""), None)
    _READ[file_id] = rows
    return rows


def places(found: Iterable[Row], fallback: int) -> list[int]:
    """The module that each row goes to."""
    known = rules.Places(modules())
    meant = lru_cache(maxsize=None)(known.find)
    return [meant(row.category) or fallback for row in found]


def last_places(module: Module) -> tuple[int, int]:
    """(number of the last code, last position) of the questions of a module; codes are never used again."""
    start = f"{module.code}-Q"
    codes = db.session.scalars(select(Question.code).where(Question.code.startswith(start, autoescape=True)))
    number = max((int(tail) for code in codes if (tail := code[len(start) :]).isdecimal()), default=0)
    return number, db.session.scalar(select(func.max(Question.position)).where(Question.module_id == module.id)) or 0


class Bank:
    """What of a file the bank holds already. It learns of what is added while it is asked.

    `likenesses` are the questions of the modules concerned, `by_code` those that the file names by their codes.
    """

    def __init__(self, found: list[Row], module_ids: list[int]) -> None:
        self.likenesses: set[tuple[Any, ...]] = set()
        #: By module: the last of its questions that is known here.
        self._last: dict[int, int] = dict.fromkeys(sorted(set(module_ids)), 0)
        self.learn(self._last)
        named = {row.question.code for row in found if row.question and row.question.code}
        self.by_code = dict(_words_by_code(sorted(named)))

    def learn(self, module_ids: Iterable[int]) -> None:
        """Look for questions written since into these modules; who holds them meets none afterwards."""
        for module_id in list(module_ids):
            newer = (Question.module_id == module_id, Question.id > self._last[module_id])
            columns = (Question.id, Question.kind, Question.text, Question.options)
            for number, kind, text, options in db.session.execute(select(*columns).where(*newer).order_by(Question.id)):
                self.likenesses.add((module_id, *rules.likeness(kind, text, options)))
                self._last[module_id] = number

    def fate(self, row: Row, module_id: int, named: str) -> rules.Fate:
        """What becomes of a row. A second one like it is known from now on."""
        asked = row.question
        if asked is None:
            return rules.Fate.REFUSED
        before = self.by_code.get(asked.code) if asked.code else None
        if before is not None:
            after = {**before, **rules.kept_apart(asked.words(), before, named)}
            return rules.Fate.KNOWN if rules.alike(after, before) else rules.Fate.OTHER
        likeness = (module_id, *rules.likeness(asked.kind, asked.text, asked.options))
        if likeness in self.likenesses:
            return rules.Fate.KNOWN
        self.likenesses.add(likeness)
        return rules.Fate.NEW


class Work(NamedTuple):
    """A file that is being taken in: its rows, the module each goes to, and what the bank holds."""

    rows: list[Row]
    modules: list[int]
    bank: Bank


def begin(brought: QuestionImport) -> Work:
    """What the worker needs of a file and of the bank. Raises FileGone."""
    found = rows(brought)
    module_ids = places(found, brought.module_id)
    return Work(found, module_ids, Bank(found, module_ids))


class Line(NamedTuple):
    """A question of a file, what becomes of it, and the module it goes to; `named`: its category named that module."""

    row: Row
    fate: rules.Fate
    module: Named
    named: bool
    #: Whether a picture that its text names is missing on our shelf.
    gone: bool


def looked(found: list[Row], fallback: int, format: str) -> list[Line]:
    """What would become of each question of a file now."""
    every = {module.id: module for module in modules()}
    known = rules.Places(every.values())
    meant = lru_cache(maxsize=None)(known.find)
    wanted = [meant(row.category) for row in found]
    places = [module_id or fallback for module_id in wanted]
    bank, shown = Bank(found, places), _pictures(found)
    here = set(pictures.known(shown)) if shown else set()
    return [
        Line(row, bank.fate(row, place, format), every[place], module_id is not None, not _named(row) <= here)
        for row, place, module_id in zip(found, places, wanted, strict=True)
    ]


def _named(row: Row) -> set[str]:
    """The pictures that a question names."""
    asked = row.question
    return set(items.PICTURE.findall(f"{asked.text}\n{asked.explanation}")) if asked else set()


def _pictures(found: list[Row]) -> set[str]:
    return set().union(*map(_named, found))


def _words_by_code(codes: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(code, words) of questions with these codes."""
    for start in range(0, len(codes), AT_ONCE):
        here = Question.code.in_(codes[start : start + AT_ONCE])
        tags: dict[int, list[str]] = {}
        marked = select(QuestionTag).join(Question, Question.id == QuestionTag.question_id).where(here)
        for tag in db.session.scalars(marked.order_by(QuestionTag.tag)):
            tags.setdefault(tag.question_id, []).append(tag.tag)
        columns = [getattr(Question, name) for name in words.NAMES if name != "tags"]
        for row in db.session.execute(select(Question.id, Question.code, *columns).where(here)):
            said = {name: getattr(row, name) for name in words.NAMES if name != "tags"}
            yield row.code, said | {"tags": tags.get(row.id, [])}
