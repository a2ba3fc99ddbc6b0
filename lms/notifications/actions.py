"""Writing letters, and noting what became of them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, or_, select, update

from lms.core.db import db, insert_once
from lms.core.ids import public_id
from lms.notifications import doors, queries, render, rules
from lms.notifications.models import Letter, LetterState


class Parcel(NamedTuple):
    """A letter on its way, as it was when it was taken: no row, for no transaction is open meanwhile."""

    id: int
    public_id: str
    template: str
    channel: str
    address: str
    language: str
    subject: str
    text: str
    html: str | None
    calendar: str | None
    parameters: dict[str, Any] | None
    secret: bool
    written_at: datetime
    not_after: datetime | None
    stop_url: str | None
    #: Which try this is.
    tries: int


#: What is left of the words of a letter nobody needs any more.
WORDLESS = {"text": "", "html": None, "calendar": None, "parameters": None}
OPEN = Letter.state.in_((LetterState.WAITING, LetterState.SENDING))
TOO_LATE = "not sent in time"


def post(
    template: str,
    *,
    to: Any,
    key: str,
    at: datetime,
    due_at: datetime | None = None,
    not_after: datetime | None = None,
    stop_url: str | None = None,
    secret: bool = False,
    address: tuple[str, str] | None = None,
    calendar: str | None = None,
    **context: Any,
) -> bool:
    """Write the letter `template` to a person; once for each `key`. Answers whether it was written now.

    It stands in the transaction of the fact it tells of; the worker delivers it, not before `due_at` and never from
    `not_after` on. `stop_url`: where the one it goes to says "no more of these" (RFC 8058).
    `address`: (kind, value) of the one contact it may go to; else it is the e-mail, else a verified phone if the
    letter has words for one. `calendar`: an iTIP message that goes with an e-mail. Without a way it is kept, and the
    caretaker reads it; `secret` (it holds a code or a link that opens something): nobody else does, and its words go.
    `context`: what the template names.
    """
    if db.session.scalar(select(Letter.id).where(Letter.key == key)):
        return False
    words, open_ways = render.render(template, to, **context), doors.ways()
    kind, value = address or _contact(to, words, open_ways)
    channel, by_text = doors.CHANNELS[kind], kind == "phone"
    value = None if by_text and not words.sms else value
    # A letter waits for settings that may come; a code does not.
    leaves = value is not None and (not secret or channel in open_ways)
    state = LetterState.WAITING if leaves else LetterState.KEPT
    letter = {"public_id": public_id(), "key": key, "template": template, "to_id": to.id, "state": state, "tries": 0}
    way = {"channel": channel, "address": value, "stop_url": stop_url, "calendar": calendar}
    times = {"due_at": due_at or at, "not_after": not_after, "written_at": at}
    said = _said(words, to.language, by_text, secret, leaves)
    return insert_once(Letter, letter | way | times | said, "key")


def _said(words: render.Words, language: str, by_text: bool, secret: bool, leaves: bool) -> dict[str, Any]:
    """What the letter says, for a phone or for a mailbox; of a secret one that does not leave nothing is kept."""
    said = {"subject": words.subject, "language": language, "secret": secret}
    if secret and not leaves:
        return said | WORDLESS
    if by_text and words.sms:
        return said | {"text": words.sms, "html": None, "parameters": words.parameters}
    return said | {"text": words.text, "html": words.html, "parameters": None}


def _contact(to: Any, words: render.Words, open_ways: Any) -> tuple[str, str | None]:
    """(kind, value) of where letters to a person go; the value is None without a way."""
    if not to.email and to.phone and words.sms and "text" in open_ways:
        return "phone", to.phone
    return "email", to.email


def tend(channels: Any, *, at: datetime) -> None:
    """Before a round: keep what has no way (`channels` are those that have) or nobody to go to; let go what is late.

    Letters kept for lack of settings go out after all while their words are true; a secret one has none left.
    """
    here = Letter.to_id.not_in(queries.GONE)
    recent = (Letter.state == LetterState.KEPT, Letter.address.is_not(None), Letter.text != "")
    still_true = (Letter.due_at > at - rules.STILL_TRUE_FOR, Letter.channel.in_(channels), here, _in_time(at))
    db.session.execute(update(Letter).where(*recent, *still_true).values(state=LetterState.WAITING))
    no_way = (OPEN, Letter.due_at <= at, or_(Letter.channel.not_in(channels), ~here))
    _end(no_way, LetterState.KEPT)
    late = (OPEN, Letter.secret, Letter.due_at <= at - rules.SECRET_FOR)
    _end(late, LetterState.FAILED)
    past = update(Letter).where(OPEN, Letter.due_at <= at, ~_in_time(at))
    db.session.execute(past.values(state=LetterState.FAILED, error=TOO_LATE))


def _in_time(at: datetime) -> Any:
    return or_(Letter.not_after.is_(None), Letter.not_after > at)


def _end(which: tuple[Any, ...], state: LetterState) -> None:
    """These letters stay where they are; the words of the secret ones go."""
    db.session.execute(update(Letter).where(*which, Letter.secret).values(state=state, **WORDLESS))
    db.session.execute(update(Letter).where(*which).values(state=state))


def take(channels: Any = ("email", "text"), *, at: datetime) -> Parcel | None:
    """Take the next letter to send, also one whose worker died: conditional, so that two never send the same."""
    number = db.session.scalar(
        select(Letter.id)
        .where(OPEN, Letter.due_at <= at, _in_time(at), Letter.channel.in_(channels))
        .where(Letter.to_id.not_in(queries.GONE))
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
    """The mail server or the gateway took it."""
    _note(letter, over=True, state=LetterState.SENT, sent_at=at, error=None)


def note_trouble(letter: Parcel, error: str, *, final: bool, at: datetime) -> None:
    """It was not taken: try again later, unless the door said never or this was the last try."""
    pause = None if final else rules.pause_after(letter.tries, letter.secret)
    if pause is None or letter.not_after is not None and at + pause >= letter.not_after:
        _note(letter, over=True, state=LetterState.FAILED, error=error[:300])
    else:
        _note(letter, state=LetterState.WAITING, due_at=at + pause, error=error[:300])


def _note(letter: Parcel, *, over: bool = False, **values: Any) -> None:
    """Only if nobody else has taken it since. The words of a secret letter go when it is `over`."""
    mine = (Letter.id == letter.id, Letter.state == LetterState.SENDING, Letter.tries == letter.tries)
    gone = WORDLESS if over and letter.secret else {}
    db.session.execute(update(Letter).where(*mine).values(**values, **gone))


def forget_words(*, at: datetime) -> int:
    """Words and addresses of old letters go; that a letter was written stays. Answers of how many."""
    old = (Letter.written_at < at - rules.WORDS_KEPT_FOR, or_(Letter.subject != "", Letter.address.is_not(None)))
    nothing = {**WORDLESS, "subject": "", "address": None, "stop_url": None, "error": None}
    db.session.execute(update(Letter).where(*old, OPEN).values(state=LetterState.KEPT))
    return db.session.execute(update(Letter).where(*old).values(nothing)).rowcount


def cancel(key: str, *, at: datetime) -> bool:
    """Take back a letter that has not left; answers whether there was one."""
    waiting = (Letter.key == key, Letter.state.in_((LetterState.WAITING, LetterState.KEPT)))
    return bool(db.session.execute(delete(Letter).where(*waiting)).rowcount)
