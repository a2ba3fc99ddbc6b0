"""Series and sessions for tests."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lms.catalogue.models import Module, Track
from lms.core.db import db
from lms.core.ids import public_id
from lms.core.revisions import touch
from lms.schedule import actions, models
from lms.schedule.changing import Wish
from lms.schedule.rules import SessionState

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
#: A Thursday; at 19:20 that day the tests begin.
FIRST = date(2026, 11, 26)
PLANNED = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
ROOM = "https://us02web.zoom.us/j/81234567890?pwd=kept-to-ourselves"


def track(code="T9", *, slug="noi-dung-ngan-va-livestream", title_vi="Nội dung ngắn và livestream", modules=()):
    """The track with this code, made if it is not there, with modules of the given Vietnamese titles."""
    found = db.session.scalar(select(Track).where(Track.code == code))
    if found:
        return found
    row = Track(code=code, slug=slug, title_vi=title_vi, title_en="Short content and livestream", position=9)
    db.session.add(row)
    db.session.flush()
    for position, title in enumerate(modules, 1):
        name = f"{code}M{position}"
        db.session.add(
            Module(
                track_id=row.id,
                code=name,
                slug=f"{slug}-{position}",
                title_vi=title,
                title_en=f"Module {position}",
                position=position,
            )
        )
    db.session.commit()
    return row


def series(trainer, first=FIRST, count=8, *, starts=time(19, 30), minutes=90, state="published", **values):
    """A weekly series of `count` sessions from `first` on, taught by `trainer` (a person or several)."""
    number = public_id()
    row = models.Series(
        **{
            "public_id": number,
            "slug": f"livestream-ban-hang-{number}",
            "title": "Livestream bán hàng từ con số không",
            "summary": "Sau tám buổi bạn tự dẫn được một phiên bán hàng 60 phút.",
            "track_id": values.pop("track_id", None) or track().id,
            "weekdays": [first.isoweekday()],
            "starts_local": starts,
            "minutes": minutes,
            "first_date": first,
            "seats": 500,
            "state": state,
            "room_url": ROOM,
            "room_platform": "zoom",
            "created_at": PLANNED,
            "published_at": None if state == "draft" else PLANNED,
            "changed_at": PLANNED,
        }
        | values
    )
    db.session.add(row)
    db.session.flush()
    for position, person in enumerate(trainer if isinstance(trainer, (list, tuple)) else [trainer]):
        db.session.add(models.SeriesTrainer(series_id=row.id, person_id=person.id, position=position))
    for week in range(count):
        _add(row, week + 1, first + timedelta(weeks=week), starts, minutes)
    touch("schedule")
    db.session.commit()
    return row


def session(of, day=FIRST, *, starts=time(19, 30), minutes=90, **values):
    """One more session of a series (made by `series(…, count=0)` or longer) on `day`."""
    last = db.session.scalar(select(db.func.max(models.Session.number)).where(models.Session.series_id == of.id)) or 0
    row = _add(of, values.pop("number", last + 1), day, starts, minutes, **values)
    touch("schedule")
    db.session.commit()
    return row


def cancel(session, reason="Nghỉ lễ", *, by=None, at):
    """Cancel a session as its trainer would; answers the notice."""
    return actions.change(session, Wish(state=SessionState.CANCELLED, why=reason), by=by, at=at)


def restore(session, *, by=None, at):
    """A cancelled session takes place after all; answers the notice."""
    return actions.change(session, Wish(state=SessionState.SCHEDULED), by=by, at=at)


def change(session, *, by=None, at, **wish):
    """Whatever else a trainer may wish (`day`, `starts`, `topic`, `room`, `which`, `why`); answers the notice."""
    return actions.change(session, Wish(**wish), by=by, at=at)


def sessions_of(of):
    """The sessions of a series by number."""
    return list(
        db.session.scalars(
            select(models.Session).where(models.Session.series_id == of.id).order_by(models.Session.number)
        )
    )


def _add(of, number, day, starts, minutes, **values):
    starts_at = datetime.combine(day, starts, ZONE).astimezone(UTC)
    row = models.Session(
        **{
            "series_id": of.id,
            "number": number,
            "topic": f"Chủ đề buổi {number}",
            "date_local": day,
            "starts_local": starts,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            "calendar_uid": f"{public_id()}@cunghoc.test",
            "changed_at": PLANNED,
        }
        | values
    )
    db.session.add(row)
    return row
