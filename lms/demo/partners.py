"""Two partners: their links, how often those were opened, whom they brought, and who speaks for one of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from lms.core.clock import local
from lms.core.ids import public_id
from lms.demo.classes import Running
from lms.demo.crowd import Cast
from lms.demo.people_pages import DAY, LAI_CHAU, come
from lms.enrolment import referrals
from lms.partners import actions
from lms.partners.models import PartnerLink
from lms.partners.rules import Kind, Use
from lms.people.models import Person

#: Since when the partners work with the programme, and of how many days visits are invented.
BEGAN, SEEN = timedelta(days=75), 56
#: Weekdays on which more people look: market day, and the evening of the livestream.
BUSY = {6: 3, 3: 2}


def plant(cast: Cast, running: Running, chance: Random, *, at: datetime) -> None:
    """The youth union of a province with a leaflet and a school, and a platform with its livestream."""
    began = at - BEGAN
    union = actions.create(
        "Tỉnh Đoàn Lai Châu", Kind.SOCIAL, LAI_CHAU, None, number=public_id(), by=cast.of_province, at=began
    )
    platform = actions.create(
        "TikTok Việt Nam", Kind.PLATFORM, None, None, number=public_id(), by=cast.coordinator, at=began
    )
    told = {"by": cast.of_province, "at": began}
    leaflet = actions.add_link(
        union, "Tờ rơi chợ phiên San Thàng", Use.POSTER, LAI_CHAU, running.tonight.slug, number=public_id(), **told
    )
    school = actions.add_link(
        union, "Ngày hội việc làm ở trường nội trú", Use.SCHOOL, LAI_CHAU, None, number=public_id(), **told
    )
    live = actions.add_link(
        platform, "Phiên livestream đặc sản vùng cao", Use.LIVESTREAM, None, running.soon.slug, number=public_id(),
        by=cast.coordinator, at=began,
    )  # fmt: skip
    near = [person for person in cast.learners if person.province_code == LAI_CHAU]
    far = [person for person in cast.learners if person.province_code != LAI_CHAU]
    _bring(leaflet, near[1::2])
    _bring(school, near[2::2])
    _bring(live, far[::3])
    for link, often in ((leaflet, 4), (school, 2), (live, 11)):
        _look(link, often, chance, at=at)
    speaker = come("Hảng Thị Dua", "+84990000110", 1990, LAI_CHAU, at=began)
    actions.add_member(union, speaker, by=cast.of_province, at=began + DAY)


def _bring(link: PartnerLink, people: Sequence[Person]) -> None:
    """They opened the link some minutes before they signed up."""
    for person in people:
        opened = person.created_at - timedelta(minutes=7)
        referrals.keep(person, link.code, opened, by=person, at=person.created_at)


def _look(link: PartnerLink, often: int, chance: Random, *, at: datetime) -> None:
    """Up to `often` visits on a usual day."""
    for back in range(SEEN):
        opened = at - back * DAY
        for _visit in range(chance.randrange(often * BUSY.get(local(opened).weekday(), 1))):
            actions.count_visit(link.id, at=opened)
