"""From a poster to the partner's count: the first link is kept through sign-up, whatever is opened after it."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lms.core.clock import ZONE
from lms.enrolment.models import FirstTouch
from lms.people.models import Person
from tests.factories import partners, people, schedule
from tests.journeys.someone import Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]

WEDNESDAY = datetime(2026, 11, 25, 20, 0, tzinfo=ZONE)
TYPED = {"name": "Giàng A Páo", "contact": "0912 345 678", "birth_year": "2004", "password": "ba cây nấm rừng"}
PHONE_OF_PARTNER = "+84987000111"


@pytest.fixture
def world(house, now):
    """A class, two partners with a link each, and somebody who speaks for the first. Four people came before."""
    now.move_to(WEDNESDAY)
    with house.rows():
        series = schedule.series(people.trainer("Nguyễn Văn Tùng"))
        union, platform = partners.partner(), partners.partner("TikTok Việt Nam", None)
        poster = partners.link(union, "c7k4pd", class_slug=series.slug, province_code="12")
        live = partners.link(platform, "f9m3rt", class_slug=series.slug)
        for number in range(4):
            partners.touch(poster, people.person(f"Người {number}"))
        speaker = people.with_app(people.with_password(people.person("Hảng Thị Dua", phone=PHONE_OF_PARTNER)))
        partners.speaker(union, speaker)
        ids = {"poster": poster.id, "live": live.id, "union": union.public_id, "slug": series.slug}
    return SimpleNamespace(**ids)


def counts(page):
    """{rung: number} as a partner reads it."""
    found = page.locator("dl.counts > div")
    texts = found.evaluate_all(
        "all => all.map(one => [one.querySelector('dt').innerText, one.querySelector('dd').innerText])"
    )
    return dict(texts)


def test_who_signs_up_after_a_poster_is_in_the_partner_s_count(house, world, now, look):
    learner, partner = Someone(look()), Someone(look())
    partner.signs_in(PHONE_OF_PARTNER, people.PASSWORD).opens("/partner").reads("Tỉnh Đoàn Lai Châu")
    house.work()
    partner.page.reload()
    assert counts(partner.page)["Đã đăng ký"] == "dưới 5"
    learner.opens("/r/C7K4PD")
    assert learner.page.url.endswith(f"/classes/{world.slug}?province=12")
    now.shift(timedelta(minutes=30))
    learner.opens("/r/f9m3rt").opens("/classes").opens(f"/classes/{world.slug}").follows("Đăng ký lớp này")
    assert learner.page.locator("main [name=province]").input_value() == "12"
    learner.types(**TYPED).page.locator("main [name=consent]").check()
    learner.presses("Tạo tài khoản và giữ chỗ")
    with house.rows() as rows:
        touch = rows.scalars(
            select(FirstTouch).join(Person, Person.id == FirstTouch.person_id).where(Person.name == TYPED["name"])
        ).one()
        assert touch.link_id == world.poster and touch.at - WEDNESDAY < timedelta(minutes=30)
    house.work()
    partner.page.reload()
    assert counts(partner.page) == {
        "Đã đăng ký": "5", "Đã giữ chỗ": "dưới 5", "Đã dự học": "0", "Đã hoàn thành": "0",
    }  # fmt: skip
    assert TYPED["name"] not in partner.page.content()
    for somebody in (learner, partner):
        somebody.page.watch.check()
