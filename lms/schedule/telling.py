"""From a notice to what is told: how things stood, how they stand, in sentences. Pure: rows are read, not written.

What is told is worked out when it is read: if a session was moved back meanwhile, nothing is left to tell.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any

from lms.core.screens import day, span, when
from lms.core.words import gettext as _
from lms.core.words import ngettext
from lms.schedule.changing import is_urgent
from lms.schedule.rules import SessionState

#: Sessions a letter names one by one.
NAMED = 12
#: What stands for the state of a session that is new.
NEW = "new"


class News(StrEnum):
    """What became of a session or a series, the weightiest first."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    RESTORED = "restored"
    ADDED = "added"
    ROOM = "room"
    TITLE = "title"
    TRAINER = "trainer"


@dataclass(frozen=True)
class Told:
    """One session of a notice. `starts_at`, `ends_at` and `topic` are those of before.

    `whole`: the news is of the series; then `topic` is what it was called before.
    """

    session: Any
    news: News
    starts_at: datetime
    ends_at: datetime
    topic: str
    why: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Tale:
    """All that a notice tells now; false when nothing is left to tell."""

    notice: Any
    series: Any
    #: The sessions that stand otherwise than before and are not over, in order of time.
    told: list[Told]
    #: What is another one of the whole series.
    whole: list[News]
    #: What the letter is about: the weightiest.
    news: News | None

    def __bool__(self) -> bool:
        return self.news is not None

    @property
    def of_news(self) -> list[Told]:
        """The sessions the headline is about."""
        return [item for item in self.told if item.news == self.news]


def snapshot(series: Any, sessions: Iterable[Any], *, unheard_of: bool = False) -> dict[str, Any]:
    """How a series and some of its sessions stand, for `Notice.before`. Of a room only a mark: no link is kept.

    `unheard_of`: the sessions are new, nobody was told of them yet.
    """
    stood: dict[str, Any] = {
        str(item.id): {
            "starts_at": item.starts_at.isoformat(),
            "ends_at": item.ends_at.isoformat(),
            "topic": item.topic,
            "state": NEW if unheard_of else str(item.state),
            "room": _mark(item.room_url or series.room_url),
        }
        for item in sessions
    }
    return stood | {"series": {"title": series.title, "trainers": [person.id for person in series.trainers]}}


def _mark(link: str | None) -> str:
    return hashlib.sha256((link or "").encode()).hexdigest()[:12]


def tell(notice: Any, series: Any, sessions: Sequence[Any], at: datetime) -> Tale:
    """What a notice tells at `at`; `sessions` are those it names."""
    stood = [_told(item, notice.before[str(item.id)], series) for item in sessions if str(item.id) in notice.before]
    told = sorted((item for item in stood if item and _concerns(item, at)), key=lambda item: item.session.starts_at)
    goes_on = any(item.ends_at > at and item.state == SessionState.SCHEDULED for item in sessions)
    whole = _whole(notice, series) if goes_on else []
    order = list(News)
    return Tale(notice, series, told, whole, min([*(x.news for x in told), *whole], key=order.index, default=None))


def _whole(notice: Any, series: Any) -> list[News]:
    """What is another one of the whole series than before a notice."""
    before, now = notice.before.get("series", {}), [person.id for person in series.trainers]
    renamed, others = before.get("title", series.title) != series.title, before.get("trainers", now) != now
    return [News.TITLE] * renamed + [News.TRAINER] * others


def _concerns(told: Told, at: datetime) -> bool:
    """Until the session is over; one that was cancelled or moved, until its old time is over too."""
    return max(told.session.ends_at, told.ends_at) > at


def urgent_news(notices: Iterable[Any], session: Any, at: datetime) -> Told | None:
    """What the last of these notices (in order) tells of one session as urgent, until that session is over.

    What became of the session itself comes before another name or trainer of its class.
    """
    known = [notice for notice in notices if str(session.id) in notice.before]
    of_session = ((notice, _told(session, notice.before[str(session.id)], session.series)) for notice in known[::-1])
    of_series = ((notice, _of_series(session, notice)) for notice in known[::-1])
    for notice, told in chain(of_session, of_series):
        if told and _concerns(told, at) and is_urgent((told.starts_at, session.starts_at), notice.at):
            return replace(told, why=notice.why)
    return None


def _of_series(session: Any, notice: Any) -> Told | None:
    """What a notice tells whoever comes to this session of the name or the trainers of its class."""
    if session.state != SessionState.SCHEDULED:
        return None
    title = notice.before["series"]["title"]
    whole = _whole(notice, session.series)
    return Told(session, whole[0], session.starts_at, session.ends_at, title, whole=True) if whole else None


def _told(session: Any, stood: dict[str, Any], series: Any) -> Told | None:
    starts_at, ends_at = (datetime.fromisoformat(stood[name]) for name in ("starts_at", "ends_at"))
    news = None
    if session.state == SessionState.CANCELLED:
        news = News.CANCELLED if stood["state"] not in (SessionState.CANCELLED, NEW) else None
    elif stood["state"] == NEW:
        news = News.ADDED
    elif session.starts_at != starts_at:
        news = News.MOVED
    elif stood["state"] == SessionState.CANCELLED:
        news = News.RESTORED
    elif stood["room"] != _mark(session.room_url or series.room_url):
        news = News.ROOM
    elif session.topic != stood["topic"]:
        news = News.TITLE
    return Told(session, news, starts_at, ends_at, stood["topic"]) if news else None


def headline(tale: Tale) -> str:
    """The news in one sentence without a full stop: subject of the letter, head of the note."""
    found, series = tale.of_news, tale.series
    if not found:
        return _said_of(tale.news, series)
    return _many(tale.news, len(found)) if len(found) > 1 else sentence(found[0])


def besides(tale: Tale) -> list[str]:
    """What is another one of the whole series, where the headline is about something else; each without a full stop."""
    about = [news for news in tale.whole if tale.of_news or news != tale.news]
    return [_said_of(news, tale.series) for news in about]


def _said_of(news: News, series: Any) -> str:
    if news == News.TRAINER:
        return _("The class is now taught by %(names)s", names=", ".join(person.name for person in series.trainers))
    return _("The class is now called %(title)s", title=series.title)


def sentence(told: Told) -> str:
    """What became of one session, without a full stop."""
    session = told.session
    if told.whole:
        return _said_of(told.news, session.series)
    one = {"number": session.number, "when": when(session.starts_at), "topic": session.topic}
    match told.news:
        case News.CANCELLED:
            return _("Session %(number)s on %(when)s is cancelled", **one | {"when": when(told.starts_at)})
        case News.MOVED:
            return _("Session %(number)s moves to %(when)s", **one)
        case News.RESTORED:
            return _("Session %(number)s takes place after all: %(when)s", **one)
        case News.ADDED:
            return _("There is one more session, number %(number)s: %(when)s", **one)
        case News.ROOM:
            return _("Session %(number)s, %(when)s, is in another room", **one)
    return _("Session %(number)s, %(when)s, has another topic: %(topic)s", **one)


def _many(news: News, count: int) -> str:
    match news:
        case News.CANCELLED:
            return ngettext("%(num)s session is cancelled", "%(num)s sessions are cancelled", count)
        case News.MOVED:
            return ngettext("%(num)s session has a new time", "%(num)s sessions have a new time", count)
        case News.RESTORED:
            return ngettext("%(num)s session takes place after all", "%(num)s sessions take place after all", count)
        case News.ADDED:
            return ngettext("There is %(num)s more session", "There are %(num)s more sessions", count)
        case News.ROOM:
            return _("The class is in another room")
    return ngettext("%(num)s session has another topic", "%(num)s sessions have other topics", count)


def before_and_now(told: Told) -> tuple[str, str]:
    """How one session stood and how it stands, each in words; the first is empty where there is nothing to compare."""
    session = told.session
    old, new = f"{day(told.starts_at)}, {span(told)}", f"{day(session.starts_at)}, {span(session)}"
    match told.news:
        case News.MOVED:
            return old, new
        case News.CANCELLED:
            return old, _("Cancelled")
        case News.TITLE:
            return told.topic, session.topic
        case News.ADDED:
            return "", new
        case News.ROOM:
            return "", _("%(when)s, in another room", when=new)
    return "", _("%(when)s, it takes place", when=new)


def comfort(tale: Tale) -> str:
    """What learners need not do."""
    if tale.news == News.ROOM:
        return _("You need not do anything: the button to join leads to the new room.")
    if tale.news == News.TRAINER:
        return _("You need not do anything: your seat stays yours.")
    if tale.news == News.CANCELLED:
        return _("Your seat in the class stays yours. Your calendar follows by itself, which may take up to a day.")
    if tale.news == News.ADDED:
        return _("You need not do anything: your seat holds for it too, and your calendar follows within a day.")
    return _(
        "You need not do anything: your seat and the button to join follow by themselves, and so does your calendar, "
        "which may take up to a day."
    )


def group_text(tale: Tale, link: str) -> str:
    """What a trainer pastes into the class's Zalo group; `link` leads to the session or the class."""
    lines = [f"{tale.series.title}: {headline(tale)}."]
    for item in tale.told[:NAMED] if len(tale.told) > 1 or tale.news in (News.MOVED, News.TITLE) else []:
        old, new = before_and_now(item)
        if item.news == News.MOVED and day(item.starts_at) == day(item.session.starts_at):
            old, new = f"{day(item.starts_at)}, {span(item)}", span(item.session)
        number = _("Session %(number)s", number=item.session.number)
        lines.append(f"• {number}: {old} → {new}" if old else f"• {number}: {new}")
    lines += [f"{said}." for said in besides(tale)]
    if tale.notice.why:
        lines.append(_("Why: %(why)s", why=tale.notice.why))
    return "\n".join([*lines, comfort(tale), link])
