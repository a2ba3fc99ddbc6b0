"""Questions that are written out: those the list of the bank would show, as the formats know them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import func, select

from lms.catalogue.models import Module
from lms.core.db import db
from lms.files import store
from lms.quizzes import formats
from lms.quizzes.formats import bank, items
from lms.quizzes.formats.items import Item
from lms.quizzes.models import Question
from lms.quizzes.queries import editing
from lms.quizzes.queries.editing import Asked
from lms.writing import queries as pictures

#: Questions read at a time.
STEP = 500


def asked_for(asked: Asked) -> Iterator[Item]:
    """Every question of the bank that `asked` narrows it to, in the order of the curriculum."""
    after: str | None = None
    while True:
        found = editing.bank(asked, after=after, most=STEP)
        for line in found.lines:
            yield bank.from_bank(line.question, category=line.module.code, tags=line.tags)
        after = found.after
        if after is None:
            return


def total(asked: Asked) -> int:
    """How many questions there may be at most; exact where no words are looked for."""
    found = editing.narrowed(select(func.count()).select_from(Question).join(Module), asked)
    return db.session.scalar(found) or 0


class Losses(NamedTuple):
    """What a format cannot hold of some questions: how many lose something, and sentence -> how many."""

    named: str
    questions: int
    why: Counter[str]


def losses(found: list[Item]) -> list[Losses]:
    """What each format would lose of these questions."""
    return [_lost(found, named) for named in formats.FORMATS]


def _lost(found: list[Item], named: str) -> Losses:
    why: Counter[str] = Counter()
    touched = 0
    for item in found:
        said = {str(lost) for _item, lost in formats.losses([item], named)}
        why.update(said | {str(lost) for lost in formats.outside(item, named)})
        touched += bool(said)
    return Losses(named, touched, why)


def pictures_of(found: Iterable[Item]) -> dict[str, bytes]:
    """The widest file of each picture that the texts name and that is ready, by public id."""
    named = {
        one for item in found for text in (item.text, item.general_feedback) for one in items.PICTURE.findall(text)
    }
    return {
        name: store.path_of(row.sizes[-1]["file"]).read_bytes()
        for name, row in pictures.ready(named).items()
        if row.sizes
    }
