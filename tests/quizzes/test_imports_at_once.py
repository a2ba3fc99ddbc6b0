"""The same questions brought twice at once: each is in the bank once."""

from sqlalchemy import select

from lms.core.db import db, mode
from lms.people.models import Person
from lms.quizzes.actions import importing
from lms.quizzes.models import QuestionImport
from lms.quizzes.queries import imports
from tests.factories import catalogue, people
from tests.quizzes.bringing import GIFT, Desk, questions


def test_the_same_file_from_two_trainers_at_once_is_there_once(visit, at):
    module = catalogue.module()
    for name in ("Đặng Thị Hòa", "Lò Văn Phúc"):
        Desk(visit, people.trainer(name), module).paste(GIFT)
    with mode("write"):
        db.session.rollback()
        files = db.session.scalars(select(QuestionImport).order_by(QuestionImport.id)).all()
        works = [imports.begin(file) for file in files]  # both workers look at the bank before either writes
        for file, work in zip(files, works, strict=True):
            importing.take_block(file, work, by=db.session.get_one(Person, file.by_id), at=at)
        told = [(file.added, file.known) for file in files]
        db.session.commit()
    assert told == [(8, 0), (0, 8)]
    assert len(questions()) == 8
