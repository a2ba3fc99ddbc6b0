"""What is taught in the demonstration: one class about to begin, one tonight, one that is over, one to come."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from lms.catalogue.models import Track
from lms.core.clock import ZONE, local
from lms.core.db import db
from lms.demo.crowd import Cast
from lms.places import queries as places
from lms.reach.actions import aims
from lms.reach.rules.indicators import Indicator
from lms.reach.rules.period import PROGRAMME as WHOLE
from lms.schedule import actions, queries, rules
from lms.schedule.changing import Wish
from lms.schedule.models import Series
from lms.schedule.planner import Details, Outline

#: Zoom's own page for trying out sound and picture: a real room in which nobody waits.
ROOM = "https://zoom.us/test"
#: The class about to begin does so this long from now, on a round five minutes.
SOON = timedelta(minutes=10)
EVENING = time(19, 30)
#: Later than this on the wall clock, "tonight" means tomorrow, so that nobody has two classes at once.
LATE = time(17, 45)
#: The goal of the programme, people.
PROGRAMME = 20_000_000
#: People a province is to reach in this year's pilot, where it is not one.
PILOT = {"12": 10, "01": 4, "79": 4, "11": 3, "66": 3, "25": 3, "04": 2, "14": 2, "20": 2, "51": 2}


class Running(NamedTuple):
    """The series of the demonstration."""

    soon: Series
    tonight: Series
    over: Series
    ahead: Series


def plan(cast: Cast, *, at: datetime) -> Running:
    """Plan and publish the four series, and set the targets."""
    first, second = cast.trainers
    begins = _soon(at)
    today = local(at).date()
    tonight = today if local(at).time() < LATE else today + timedelta(days=1)
    running = Running(
        soon=_series(
            "Học AI cùng nhau: từ câu lệnh đầu tiên",
            "Sau tám buổi bạn dùng được AI để viết, soạn và kiểm tra thông tin cho việc học và việc bán hàng.",
            "T4", begins.date() - timedelta(weeks=3), begins.time(), cast, [first], minutes=60,
        ),
        tonight=_series(
            "Livestream bán đặc sản quê mình",
            "Sau tám buổi bạn tự quay, dựng và dẫn được một phiên bán hàng 60 phút bằng điện thoại.",
            "T3", tonight - timedelta(weeks=5), EVENING, cast, [first, second],
        ),
        over=_series(
            "Thương hiệu cá nhân cho người mới bắt đầu",
            "Sau sáu buổi bạn có hồ sơ, cách giới thiệu và kế hoạch nội dung một tháng của riêng mình.",
            "T1", today - timedelta(days=45), time(20, 0), cast, [second], count=6, twice=True,
        ),
        ahead=_series(
            "Mở gian hàng trực tuyến đầu tiên",
            "Sau sáu buổi gian hàng của bạn mở cửa, với ba sản phẩm đầu tiên và cách giao từ vùng cao.",
            "T2", today + timedelta(days=6), time(20, 0), cast, [second], count=6, seats=200,
        ),
    )  # fmt: skip
    actions.hold_ended(by=None, at=at)
    actions.finish_ended(by=None, at=at)
    _move_one(running.tonight, at)
    _set_targets(cast, at)
    return running


def _move_one(series: Series, at: datetime) -> None:
    """One evening of the weeks to come is on another day, and its trainer has said why."""
    session = [item for item in queries.sessions_of(series) if item.starts_at > at][1]
    wish = Wish(day=session.date_local + timedelta(days=1), why="Trung tâm có việc tối hôm ấy")
    actions.change(session, wish, by=series.trainers[0], at=at)


def _set_targets(cast: Cast, at: datetime) -> None:
    """The programme's own target by population, and for this year a pilot that so few people can be held against."""
    provinces = places.provinces()
    population = {place.code: place.population for place in provinces}
    aims.allocate(Indicator.ATTENDED, WHOLE, PROGRAMME, population, by=cast.coordinator, at=at)
    pilot = {place.code: PILOT.get(place.code, 1) for place in provinces}
    aims.allocate(Indicator.ATTENDED, local(at).year, sum(pilot.values()), pilot, by=cast.coordinator, at=at)


def _soon(at: datetime) -> datetime:
    """The wall-clock time about ten minutes from now, on a round five minutes."""
    soon = local(at) + SOON
    return soon.replace(minute=soon.minute // 5 * 5, second=0, microsecond=0)


def _series(
    title: str, summary: str, track: str, first: date, starts: time, cast: Cast, trainers: list, *,
    count: int = 8, minutes: int = 90, seats: int = 500, twice: bool = False,
) -> Series:  # fmt: skip
    """A series planned two weeks before its first evening; `twice`: also three days later in each week."""
    weekdays = [first.isoweekday(), (first + timedelta(days=3)).isoweekday()] if twice else [first.isoweekday()]
    outline = Outline(
        title=title,
        details=Details(summary, seats),
        track_id=db.session.scalars(select(Track.id).where(Track.code == track)).one(),
        weekdays=weekdays,
        starts=starts,
        minutes=minutes,
        first=first,
        count=count,
        room=rules.live_room(ROOM),
    )
    planned = datetime.combine(first - timedelta(days=14), time(9, 0), ZONE)
    series = actions.draft(outline, trainers, by=trainers[0], at=planned)
    actions.publish(series, even_if_busy=True, by=trainers[0], at=planned + timedelta(hours=2))
    return series
