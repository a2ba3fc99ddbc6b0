"""A report from its upload to what it proves: read and looked at first, then confirmed once."""

import json
from datetime import datetime
from typing import Any

from lms.attendance import drafts
from lms.attendance.actions.taking_back import undo
from lms.attendance.actions.taking_in import add_to, take_in
from lms.attendance.models import Participant, Report
from lms.attendance.queries import reports as asked
from lms.attendance.reading import Line, Reading, names
from lms.attendance.rules import door
from lms.attendance.rules import reports as rules
from lms.attendance.rules.matching import Match, Step
from lms.attendance.weighing import hold
from lms.audit import actions as audit
from lms.core.clock import local
from lms.core.db import db, lock
from lms.files import actions as shelf
from lms.files import queries as files
from lms.live import queries as live
from lms.schedule.models import Session

#: What a report of Zoom's own answer, and of walk-ins written down one by one, is called.
API, BY_HAND = "api", "hand"


def upload(session: Any, way: str, name: str, data: bytes, *, by: Any, at: datetime) -> Report:
    """Read a file (`way` "file") or a pasted list ("paper") to be looked at; the one that waited before goes.

    Raises SheetRefused, Unreadable, AlreadyIn, NothingToTakeIn, NotBegun, or a rule of `door`.
    """
    door.check_held(session)
    rules.check_begun(session.starts_at, at)
    reading = drafts.read(way, data, session)
    digest = drafts.digest(data)
    if not reading.lines and (way == rules.PAPER or not reading.refused):
        raise rules.NothingToTakeIn()
    hold(session)
    before = asked.same_file(digest, session=session)
    if before is not None:
        raise rules.AlreadyIn(when=f"{local(before[0].ended_at):%d/%m, %H:%M}")
    waiting = asked.draft(session)
    if waiting is not None and waiting.digest == digest and waiting.way == way:
        return waiting
    if waiting is not None:
        _end(waiting, "dropped", at=at)
    media, until = drafts.TEXT if way == rules.PAPER else "application/octet-stream", at + rules.DRAFT_KEPT
    file = shelf.keep(by, drafts.PURPOSE, name, data, media, until, by=by, at=at)
    report = _report(session, reading, way=way, state="read", name=file.name, digest=digest, by_id=by.id, at=at)
    report.file_id = file.public_id
    db.session.add(report)
    db.session.flush()
    audit.record("attendance.report_read", "session", session.id, by=by, at=at, report=report.id)
    return report


def choose_order(session: Any, report: Report, order: str, *, by: Any, at: datetime) -> None:
    """Somebody said how the dates of a waiting report are read. Raises ReportGone."""
    reading = drafts.opened(report, session, order)
    lock(report)
    if report.state != "read":
        return
    report.date_order = reading.order
    report.from_at, report.until_at = reading.window or (None, None)


def confirm(session: Any, report: Report, *, by: Any, at: datetime) -> None:
    """What the report says counts from now on; a second time changes nothing.

    Raises OrderOpen, ReportGone, or a rule of `door`.
    """
    if report.state == "confirmed":
        return
    door.check_held(session)
    try:
        reading = drafts.opened(report, session)
    except rules.ReportGone:
        if lock(report).state == "confirmed":  # by somebody else, a moment ago
            return
        raise
    if reading.asks:
        raise rules.OrderOpen()
    room, matches = asked.recognised(session, reading)
    hold(session)
    door.check_held(session)
    lock(report)
    if report.state == "confirmed":
        return
    if report.state != "read":
        raise rules.ReportGone()
    found = asked.outlook(session, reading, asked.still_here(matches), room)
    _end(report, "confirmed", at=at)
    report.rows, report.date_order = len(found.rows), reading.order
    report.from_at, report.until_at = reading.window or (None, None)
    take_in(session, report, found, by=by, at=at)
    audit.record("attendance.report_confirmed", "session", session.id, by=by, at=at, report=report.id, rows=report.rows)


def drop(report: Report, *, by: Any, at: datetime) -> None:
    """Throw a waiting report away with its file; one that counts stays."""
    lock(report)
    if report.state == "read":
        _end(report, "dropped", at=at)
        audit.record("attendance.report_dropped", "session", report.session_id, by=by, at=at, report=report.id)


def take_back(report: Report, *, by: Any, at: datetime) -> None:
    """What a confirmed report says counts no more; a second time changes nothing. Raises NotTakenBack."""
    session = db.session.get_one(Session, report.session_id)
    hold(session)
    lock(report)
    if report.state == "dropped":
        return
    if report.state != "confirmed" or report.way == rules.ZOOM:
        raise rules.NotTakenBack()
    _end(report, "dropped", at=at)
    undo(session, report, by=by, at=at)
    audit.record("attendance.report_taken_back", "session", session.id, by=by, at=at, report=report.id)


def forget_drafts(*, at: datetime) -> int:
    """Drop what nobody confirmed in time; answers how many that were."""
    old = asked.old_drafts(at - rules.DRAFT_KEPT)
    for report in old:
        drop(report, by=None, at=at)
    return len(old)


def walk_in(session: Any, name: str, phone: str | None, *, by: Any, at: datetime) -> Participant:
    """Somebody who was there without a phone or an account. The same name and phone again changes nothing.

    Raises NotBegun, or a rule of `door`.
    """
    door.check_held(session)
    rules.check_begun(session.starts_at, at)
    line = Line(1, name, None, None, phone, None, None, None, False, "attendee", True)
    reading = Reading(rules.PAPER, BY_HAND, "", None, (), [line], [], None, None, None)
    room, matches = asked.recognised(session, reading)
    hold(session)
    found = asked.outlook(session, reading, asked.still_here(matches), room)
    report = asked.by_hand(session)
    if report is None:
        report = _report(
            session, reading, way=rules.PAPER, state="confirmed", name="", digest=f"{BY_HAND} {session.id}",
            by_id=by.id, at=at,
        )  # fmt: skip
        report.rows, report.ended_at = 0, at
        db.session.add(report)
        db.session.flush()
    participant, is_new = add_to(session, report, found, by=by, at=at)
    if is_new:
        audit.record(
            "attendance.walked_in", "session", session.id, by=by, at=at, report=report.id, participant=participant.id
        )
    return participant


def from_zoom(session: Any, *, at: datetime) -> Report | None:
    """Take in what Zoom told about a session; None if nothing new was told. Pulled again, only what is new counts."""
    stays = sorted(live.stays(session), key=lambda stay: (stay.joined_at, stay.left_at, stay.name or ""))
    told = [[stay.person_id, stay.name, stay.registrant_id, f"{stay.joined_at} {stay.left_at}"] for stay in stays]
    digest = drafts.digest(json.dumps(told).encode())
    if not stays or asked.same_file(digest, session=session) is not None:
        return None
    lines = [
        Line(
            number, names.tidy(stay.name or ""), None, None if stay.person_id else stay.email, stay.registrant_id,
            stay.joined_at, stay.left_at, None, False, "attendee", True,
        )
        for number, stay in enumerate(stays, 1)
    ]  # fmt: skip
    window = (min(stay.joined_at for stay in stays), max(stay.left_at for stay in stays))
    reading = Reading("zoom", API, "", None, (), lines, [], window, None, None)
    room, matches = asked.recognised(session, reading)
    for stay, line in zip(stays, lines, strict=True):
        if stay.person_id in room.members:
            matches[rules.who_of(line).key] = Match(stay.person_id, Step.REGISTRANT, [])
    hold(session)
    found = asked.outlook(session, reading, asked.still_here(matches), room)
    report = _report(session, reading, way="zoom", state="confirmed", name="Zoom", digest=digest, by_id=None, at=at)
    report.rows, report.ended_at = len(found.rows), at
    db.session.add(report)
    db.session.flush()
    take_in(session, report, found, by=None, at=at)
    audit.record("attendance.report_pulled", "session", session.id, by=None, at=at, report=report.id, rows=report.rows)
    return report


def _report(session: Any, reading: Reading, **values: Any) -> Report:
    began, ended = reading.window or (None, None)
    return Report(
        session_id=session.id, platform=reading.platform, form=reading.form, written=reading.written[:60],
        date_order=None if reading.asks else reading.order, from_at=began, until_at=ended, topic=reading.topic,
        meeting_id=reading.meeting_id, rows=len(reading.lines) + len(reading.refused) + len(reading.ends), **values,
    )  # fmt: skip


def _end(report: Report, state: str, *, at: datetime) -> None:
    """Confirmed or dropped: the file, where there is one, leaves the shelf."""
    file = files.by_public_id(report.file_id or "")
    if file is not None:
        shelf.remove(file, by=None, at=at)
    report.state, report.ended_at, report.file_id = state, at, None
