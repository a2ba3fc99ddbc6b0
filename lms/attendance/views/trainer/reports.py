"""Reports of the live room and paper lists: bring one, look at what it would do, confirm it."""

from typing import Any

from flask import flash, request

from lms.attendance import drafts, matched, report_words
from lms.attendance.actions import reports as actions
from lms.attendance.forms.reports import OrderForm, PaperForm, ReportForm, WalkInForm
from lms.attendance.queries import reports as queries
from lms.attendance.queries.reports import Sheet
from lms.attendance.rules import reports as rules
from lms.attendance.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import day, day_long, hour, request_time, when
from lms.core.words import _, _n
from lms.schedule.models import Session
from lms.schedule.queries import session_by_public_id

LIST = "attendance/trainer/reports.html"
REPORT = "attendance/trainer/report.html"


@pages.get("/sessions/<session_id>/reports")
@requires(Can.RUN_SESSION, session_by_public_id)
def reports(session: Session) -> Any:
    """What was taken in, and the three ways to bring more."""
    return page(LIST, **_listed(session))


def _listed(session: Session, **forms: Any) -> dict[str, Any]:
    shown = {"file_form": ReportForm(), "paper_form": PaperForm(), "walk_form": WalkInForm(), **forms}
    return {
        "session": session,
        "reports": queries.taken_in(session),
        "draft": queries.draft(session),
        "counts": queries.counts(session),
        "words": report_words,
        "failing": next(iter(forms.values()), None),
        **shown,
    }


@pages.post("/sessions/<session_id>/reports")
@requires(Can.RUN_SESSION, session_by_public_id)
def upload(session: Session) -> Any:
    """Read the file and show what it would do."""
    form = ReportForm(request.form, files=request.files)
    if not form.validate():
        return again(LIST, **_listed(session, file_form=form))
    name, data = form.sheet.data.filename, form.sheet.data.stream.read()
    return _brought(session, "file", name, data, file_form=form)


@pages.post("/sessions/<session_id>/reports/paper")
@requires(Can.RUN_SESSION, session_by_public_id)
def paper(session: Session) -> Any:
    """Read the pasted names and show what they would do."""
    form = PaperForm(request.form)
    if not form.validate():
        return again(LIST, **_listed(session, paper_form=form))
    return _brought(session, rules.PAPER, _("Paper list"), form.names.data.encode(), paper_form=form)


def _brought(session: Session, way: str, name: str, data: bytes, **forms: Any) -> Any:
    try:
        report = actions.upload(session, way, name, data, by=me(), at=request_time())
    except RuleBroken as broken:
        field = "names" if way == rules.PAPER else "sheet"
        next(iter(forms.values())).broken(field, broken)
        return again(LIST, **_listed(session, **forms))
    return back_to(".report", session_id=session.public_id, report_id=report.public_id)


@pages.post("/sessions/<session_id>/walk-ins")
@requires(Can.RUN_SESSION, session_by_public_id)
def walk_in(session: Session) -> Any:
    """One person who was there without a phone or an account."""
    form = WalkInForm(request.form)
    if not form.validate():
        return again(LIST, **_listed(session, walk_form=form))
    try:
        found = actions.walk_in(session, form.name.data, form.number, by=me(), at=request_time())
    except RuleBroken as broken:
        form.broken("name", broken)
        return again(LIST, **_listed(session, walk_form=form))
    if found.state == rules.State.MATCHED:
        flash(_("Noted as present: %(name)s", name=found.name))
        return back_to(".reports", session_id=session.public_id)
    flash(_("Noted: %(name)s. Say who that is", name=found.name))
    return back_to(".participant", session_id=session.public_id, participant_id=found.public_id)


@pages.get("/sessions/<session_id>/reports/<report_id>")
@requires(Can.RUN_SESSION, queries.sheet)
def report(sheet: Sheet) -> Any:
    """What a report would do; once it is confirmed, what it did."""
    if sheet.report.state == "dropped":
        return back_to(".reports", session_id=sheet.session.public_id)
    if sheet.report.state == "confirmed":
        fates = queries.fates(sheet.report)
        done = {"fates": fates, "refused": queries.refused(sheet.report), "counts": queries.counts(sheet.session)}
        return page("attendance/trainer/report_done.html", sheet=sheet, words=report_words, **done)
    try:
        return page(REPORT, **_shown(sheet))
    except rules.ReportGone as broken:
        return page("attendance/trainer/report_gone.html", sheet=sheet, rule=broken)


def _shown(sheet: Sheet, form: OrderForm | None = None) -> dict[str, Any]:
    """What the page of a waiting report shows. Raises ReportGone."""
    session, reading = sheet.session, drafts.opened(sheet.report, sheet.session)
    room, matches = queries.recognised(session, reading)
    found = queries.outlook(session, reading, matches, room)
    return {
        "sheet": sheet,
        "reading": reading,
        "found": found,
        "members": room.members,
        "warnings": _warnings(sheet, reading, found),
        "form": form or (OrderForm(orders=_orders(sheet, reading)) if reading.asks else None),
        "words": report_words,
        "matched": matched,
    }


def _orders(sheet: Sheet, reading: Any) -> list[tuple[str, str]]:
    """(order, the first date of the file read that way)"""
    days = []
    for order in reading.asks:
        lines = drafts.opened(sheet.report, sheet.session, order).lines
        first = next((line.joined for line in lines if line.joined), None)
        days.append((order, day_long(first) if first else str(report_words.ORDERS[order])))
    return days


def _warnings(sheet: Sheet, reading: Any, found: Any) -> list[str]:
    session, window = sheet.session, reading.window
    values: dict[str, Any] = {"number": reading.meeting_id}
    if window:
        one_day = day(window[0]) == day(window[1])
        values |= {"began": when(window[0]), "ended": hour(window[1]) if one_day else when(window[1])}
    codes = rules.warnings(reading, session.starts_at, session.ends_at, queries.room_numbers(session))
    elsewhere = queries.same_file(sheet.report.digest, but=session)
    if elsewhere:
        codes.append("elsewhere")
        values["session"] = elsewhere[1].number
    if found.parties and not found.groups["matched"] and not found.groups["confirm"]:
        codes.append("nobody")
    return [report_words.warning(code, values) for code in codes]


@pages.post("/sessions/<session_id>/reports/<report_id>/order")
@requires(Can.RUN_SESSION, queries.sheet)
def order(sheet: Sheet) -> Any:
    """Say how the dates are read."""
    try:
        reading = drafts.opened(sheet.report, sheet.session)
        form = OrderForm(request.form, orders=_orders(sheet, reading))
        if reading.asks and not form.validate():
            return again(REPORT, **_shown(sheet, form))
        if reading.asks:
            actions.choose_order(sheet.session, sheet.report, form.order.data, by=me(), at=request_time())
    except rules.ReportGone as broken:
        flash(str(broken))
    return back_to(".report", session_id=sheet.session.public_id, report_id=sheet.report.public_id)


@pages.post("/sessions/<session_id>/reports/<report_id>/confirm")
@requires(Can.RUN_SESSION, queries.sheet)
def confirm(sheet: Sheet) -> Any:
    """It counts from now on; who is not certain comes next."""
    session = sheet.session
    try:
        actions.confirm(session, sheet.report, by=me(), at=request_time())
    except RuleBroken as broken:
        flash(str(broken))
        return back_to(".report", session_id=session.public_id, report_id=sheet.report.public_id)
    lines = sheet.report.rows
    flash(_n("One line was taken in.", "%(num)s lines were taken in.", lines))
    return back_to(".participants", session_id=session.public_id)


@pages.post("/sessions/<session_id>/reports/<report_id>/take-back")
@requires(Can.RUN_SESSION, queries.sheet)
def take_back(sheet: Sheet) -> Any:
    """It was the wrong one: it counts no more."""
    session, name = sheet.session, sheet.report.name or _("Walk-ins")
    try:
        actions.take_back(sheet.report, by=me(), at=request_time())
    except RuleBroken as broken:
        flash(str(broken))
        return back_to(".report", session_id=session.public_id, report_id=sheet.report.public_id)
    flash(_("This does not count any more: %(name)s", name=name))
    return back_to(".reports", session_id=session.public_id)


@pages.post("/sessions/<session_id>/reports/<report_id>/drop")
@requires(Can.RUN_SESSION, queries.sheet)
def drop(sheet: Sheet) -> Any:
    """Throw it away before it counts."""
    actions.drop(sheet.report, by=me(), at=request_time())
    flash(_("The file is deleted. Nothing has changed."))
    return back_to(".reports", session_id=sheet.session.public_id)
