"""Names that strangers choose in a live room: shown as letters to trainers, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.attendance import reading
from lms.attendance.models import Participant
from lms.audit.models import Entry
from lms.core.db import db
from tests.attendance.test_reports_zoom import pull, work
from tests.factories import enrolment, people, schedule
from tests.factories.reports import bring, take_in, zoom

MINUTE = timedelta(minutes=1)
NAMES = {
    "markup": "<img src=x onerror=alert(1)>",
    "template": "{{7*7}} 100%s",
    "formula": "=HYPERLINK(1)",
    "emoji": "Mai 👩‍👩‍👧‍👦🇻🇳",
    "long": "Nguyễn Thị " * 60,
    "stacked": "M" + "\u0301" * 150,
    "unseen": "\u200b\u2060\ufeff",
    "nothing": "\u0000",
}
#: U+202E turns what follows about; U+0007 rings a bell.
TURNED = "Mai \u202egnv.exe\u202c \u200b\u0007Lan"


@pytest.fixture
def lesson(app, clock):
    """(session that is over, its learner, trainer)."""
    trainer, learner = people.trainer("Đặng Thị Hòa"), people.person("Giàng A Páo")
    series = schedule.series(trainer)
    enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    clock.move_to(session.ends_at + 60 * MINUTE)
    return session, learner, trainer


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_letters_wherever_it_stands(visit, lesson, name):
    session, _learner, trainer = lesson
    desk, number = visit.as_(trainer), session.public_id
    data = zoom(session, (name.replace('"', '""'), 0, 90), ("Lò Thị Mai", 0, 90))
    seen = [bring(desk, session, data), take_in(desk, session, data + b"\n")]
    for row in db.session.scalars(select(Participant).order_by(Participant.id)):
        seen.append(desk.get("attendance.trainer.participant", session_id=number, participant_id=row.public_id))
        answer = desk.post("attendance.trainer.guest", session_id=number, participant_id=row.public_id)
        seen.append(desk.follow(answer))
    for page in seen:
        assert page.status == 200
        assert not page.soup.select("img[onerror]") and "49" not in page.h1
    told = [str(detail) for detail in db.session.scalars(select(Entry.detail))]
    assert not any("Mai" in words or name[:9] in words for words in told)


def test_signs_that_turn_a_line_about_stay_outside(visit, lesson, at):
    session, learner, trainer = lesson
    pull(session, "first", ("a", None, None, TURNED, 0, 90), ("b", None, None, "\u202e", 0, 90), at=at)
    assert work() == 1
    names = db.session.scalars(select(Participant.name).order_by(Participant.id))
    assert [name for name in names if name] == ["Mai gnv.exe Lan"]
    desk = visit.as_(trainer)
    take_in(desk, session, zoom(session, (TURNED, 0, 50)))
    for name in db.session.scalars(select(Participant.name)):
        assert name is None or name == "Mai gnv.exe Lan"


def test_a_pasted_name_loses_them_too():
    [line] = reading.read_names(TURNED).lines
    assert line.name == "Mai gnv.exe Lan"
