"""Writing letters, and noting what became of them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, or_, select, update

from lms.core.db import db, insert_once
from lms.core.ids import public_id
from lms.notifications import render, rules
from lms.notifications.models import Letter, LetterState


class Parcel(NamedTuple):
    """A letter on its way, as it was when it was taken: no row, for no transaction is open meanwhile."""

    id: int
    public_id: str
    address: str
    subject: str
    text: str
    html: str | None
    written_at: datetime
    #: Which try this is.
    tries: int


def post(template: str, *, to: Any, key: str, at: datetime, due_at: datetime | None = None, **context: Any) -> bool:
    """Write the letter `template` to a person; once for each `key`. Answers whether it was written now.

    It stands in the transaction of the fact it tells of and is delivered by the worker, not before `due_at`.
    A letter to somebody without an e-mail address is kept and can be read by the caretaker. `context` is what
    the template names besides `to` and `link`.
    """
    if db.session.scalar(select(Letter.id).where(Letter.key == key)):
        return False
    words, address = render.render(template, to, **context), to.email
    values = {
        "public_id": public_id(),
        "key": key,
        "template": template,
        "to_id": to.id,
        "address": address,
        "subject": words.subject,
        "text": words.text,
        "html": words.html,
        "state": LetterState.WAITING if address else LetterState.KEPT,
        "tries": 0,
        "due_at": due_at or at,
        "written_at": at,
    }
    return insert_once(Letter, values, "key")


def keep_waiting(*, at: datetime) -> None:
    """There is no way to send: what is due is kept and stays readable."""
    due = (Letter.state.in_((LetterState.WAITING, LetterState.SENDING)), Letter.due_at <= at)
    db.session.execute(update(Letter).where(*due).values(state=LetterState.KEPT))


def take(*, at: datetime) -> Parcel | None:
    """Take the next letter to send, also one whose worker died: conditional, so that two never send the same."""
    waiting = and_(Letter.state == LetterState.WAITING, Letter.due_at <= at)
    left_behind = and_(Letter.state == LetterState.SENDING, Letter.due_at <= at)
    number = db.session.scalar(
        select(Letter.id)
        .where(or_(waiting, left_behind))
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if number is None:
        return None
    values = {"state": LetterState.SENDING, "tries": Letter.tries + 1, "due_at": at + rules.LEASE}
    db.session.execute(update(Letter).where(Letter.id == number).values(values))
    columns = (getattr(Letter, name) for name in Parcel._fields)
    return Parcel(*db.session.execute(select(*columns).where(Letter.id == number)).one())


def note_sent(letter: Parcel, *, at: datetime) -> None:
    """The mail server took it."""
    _note(letter, state=LetterState.SENT, sent_at=at, error=None)


def note_trouble(letter: Parcel, error: str, *, final: bool, at: datetime) -> None:
    """The mail server did not take it: try again later, unless it said never or this was the last try."""
    pause = None if final else rules.pause_after(letter.tries)
    if pause is None:
        _note(letter, state=LetterState.FAILED, error=error[:300])
    else:
        _note(letter, state=LetterState.WAITING, due_at=at + pause, error=error[:300])


def _note(letter: Parcel, **values: Any) -> None:
    """Only if nobody else has taken it since."""
    mine = (Letter.id == letter.id, Letter.state == LetterState.SENDING, Letter.tries == letter.tries)
    db.session.execute(update(Letter).where(*mine).values(values))


def cancel(key: str, *, at: datetime) -> bool:
    """Take back a letter that has not left; answers whether there was one."""
    waiting = (Letter.key == key, Letter.state.in_((LetterState.WAITING, LetterState.KEPT)))
    return bool(db.session.execute(delete(Letter).where(*waiting)).rowcount)
