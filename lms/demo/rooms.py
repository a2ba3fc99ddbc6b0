"""The report that Zoom gave of an evening, and the trainer who took it in: most are known, three are not.

And two who were there and are not in it: one waits for the trainer's answer, one has it.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from lms.attendance import queries
from lms.attendance.actions import claims as said
from lms.attendance.actions import reports
from lms.attendance.rules.decision import EvidenceKind
from lms.core.clock import local
from lms.core.text import given_name
from lms.demo.crowd import Cast
from lms.people.models import Person
from lms.schedule.models import Session

MINUTE = timedelta(minutes=1)
HEADINGS = (
    "Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest",
    "Recording Consent", "In Waiting Room",
)  # fmt: skip
#: Seen in the room, and nobody of the class: (name, joined, left), in minutes after the start.
STRANGERS = (("Galaxy A12", 4, 52), ("Chị Sáu bán nấm", 11, 87))


def report(session: Session, came: Sequence[Person], cast: Cast, chance: Random) -> None:
    """Bring the report of an evening an hour after it. One learner came on a phone that only has the given name."""
    start, trainer = session.starts_at, cast.trainers[0]
    pressed = queries.evidence_by_person(session.id, [person.id for person in came])
    rows = [_row(trainer.name, start - 8 * MINUTE, session.ends_at + 3 * MINUTE)]
    for number, person in enumerate(came):
        clicks = [trace.at for trace in pressed[person.id] if trace.kind == EvidenceKind.CLICK]
        joins, leaves = min(clicks, default=start), session.ends_at + chance.uniform(-3, 2) * MINUTE
        name = f"{person.name} #{person.mark}" if number % 4 == 0 else person.name
        name = f"iPhone của {given_name(person.name)}" if number == len(came) - 1 else name
        if number % 7 == 3:  # the line broke
            rows.append(_row(name, joins, start + 40 * MINUTE))
            joins = start + 42 * MINUTE
        rows.append(_row(name, joins, leaves))
    rows += [_row(name, start + joined * MINUTE, start + left * MINUTE) for name, joined, left in STRANGERS]
    rows.append(_row(came[0].name, start - 10 * MINUTE, start - 8 * MINUTE, waiting="Yes"))
    data, at = _csv(rows), session.ends_at + 60 * MINUTE
    found = reports.upload(session, "file", f"participants_{session.number}.csv", data, by=trainer, at=at)
    reports.confirm(session, found, by=trainer, at=at + MINUTE)


def claims(session: Session, enrolled: Sequence[Person], came: Sequence[Person], cast: Cast) -> None:
    """Two of those who were not seen say that they were there; one of them shared the phone of a stranger."""
    at, missing = session.ends_at + 3 * 60 * MINUTE, [person for person in enrolled if person not in came]
    if len(missing) < 2:
        return
    waits, answered = missing[:2]
    said.claim(session, waits, STRANGERS[0][0], "Em học chung máy với chị, không thấy mã", by=waits, at=at)
    row = said.claim(session, answered, note="Máy hết pin giữa buổi, em không kịp nhập mã", by=answered, at=at)
    said.accept(row, words="Có, em có hỏi trong khung chat", by=cast.trainers[0], at=at + 30 * MINUTE)


def _row(name: str, joined: datetime, left: datetime, waiting: str = "No") -> list[str]:
    times = [f"{local(moment):%m/%d/%Y %I:%M:%S %p}" for moment in (joined, left)]
    return [name, "", *times, str(-(-(left - joined) // MINUTE)), "Yes", "", waiting]


def _csv(rows: list[list[str]]) -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows([HEADINGS, *rows])
    return made.getvalue().encode("utf-8-sig")
