"""What waits to be read: each once, and one that cannot be done does not stop the others."""

from sqlalchemy import select

from lms.core.db import db
from lms.core.outbox import Change, announce, claim, work_off
from lms.core.revisions import Revision, put


def waiting():
    return db.session.scalars(select(Change.subject).order_by(Change.id)).all()


def test_a_claimed_change_is_gone_with_the_work(app, at):
    announce("test.thing", 1, at=at)
    announce("test.other", 2, at=at)
    assert [change.subject for change in claim("test.thing")] == [1]
    db.session.commit()
    assert waiting() == [2]


def test_work_that_is_undone_puts_the_change_back(app, at):
    announce("test.thing", 1, at=at)
    db.session.commit()
    claim("test.thing")
    db.session.rollback()
    assert waiting() == [1]


def test_one_that_fails_waits_alone_and_leaves_nothing_behind(app, at):
    for number in (1, 2, 3):
        announce("test.thing", number, at=at)

    def do(number):
        put(f"done {number}", "yes")
        if number == 2:
            raise ValueError("this one never works")
        return True

    assert work_off("test.thing", do, at=at) == 2
    db.session.commit()
    assert waiting() == [2]
    assert db.session.scalars(
        select(Revision.name).where(Revision.name.startswith("done")).order_by(Revision.name)
    ).all() == [
        "done 1",
        "done 3",
    ]
