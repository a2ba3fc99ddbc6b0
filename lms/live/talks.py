"""What is said to Zoom about one task, in order. No transaction is open; any call may raise what `zoom` raises."""

from lms.live.actions import meetings, registrations, reports
from lms.live.rules import meeting, registration, report
from lms.live.rules.report import Stay
from lms.live.zoom import Gone, Line, Refused

#: Manual approval: whoever registers at Zoom stays outside, those we bring are approved. Zoom writes to nobody.
SETTINGS = {
    "approval_type": 1,
    "registration_type": 1,
    "registrants_confirmation_email": False,
    "registrants_email_notification": False,
    "email_notification": False,
    "join_before_host": False,
    "waiting_room": False,
    "meeting_authentication": False,
    "mute_upon_entry": True,
    "show_share_button": False,
}


def about_meeting(line: Line, task: meetings.Task) -> tuple[str | None, str | None]:
    """Make, change or delete a meeting; answers its id, and what Zoom said of single repetitions."""
    if task.drop:
        if task.meeting_id:
            line.drop(task.meeting_id)
        return None, None
    body = meeting.timetable(task.topic, task.zone, task.weekdays, task.slots)
    number = task.meeting_id
    if number is None and task.tried:
        number = line.find(task.user or "", task.mark)
    if number is None:
        whole = {**body, "type": 8, "agenda": task.mark, "settings": SETTINGS}
        number = line.create(task.user or "", whole)
    else:
        line.change(number, body)
    return number, _repetitions(line, number, task)


def _repetitions(line: Line, number: str, task: meetings.Task) -> str | None:
    """Bring the repetitions to our sessions. One that cannot be changed does not matter: the link works any time."""
    trouble = None
    found = meeting.steps(line.occurrences(number), task.slots, task.zone)
    for what, *rest in [*((line.move, *one) for one in found.moves), *((line.drop, one) for one in found.drops)]:
        try:
            what(number, *rest)
        except Gone:
            continue
        except Refused as no:
            trouble = str(no)
    return trouble


def about_registration(line: Line, task: registrations.Task, *, key: str, host: str) -> tuple[str, str] | None:
    """Register a learner, or take the place away."""
    if task.leaves:
        if task.registrant_id:
            line.withdraw(task.meeting_id, task.registrant_id)
        return None
    email = registration.address(key, task.series, task.person, host)
    return line.register(task.meeting_id, *registration.names(task.name, task.mark), email)


def about_report(line: Line, task: reports.Task, *, key: str, host: str) -> tuple[bool, list[tuple[Stay, int | None]]]:
    """Every stay in every instance of the session, each with the person it was, by registration or by address."""
    by_registrant = {registrant: number for number, _person, registrant in task.people if registrant}
    by_address = {registration.address(key, task.series, who, host): number for number, who, _registrant in task.people}
    found: dict[str, tuple[Stay, int | None]] = {}
    held = False
    for uuid, began in line.instances(task.meeting_id):
        if not report.belongs(began, task.starts_at, task.ends_at):
            continue
        held = True
        for row in line.participants(uuid):
            stay = report.stay(row, uuid, task.starts_at, task.ends_at)
            if stay is not None:
                person = by_registrant.get(stay.registrant_id or "") or by_address.get((stay.email or "").casefold())
                found[stay.key] = (stay, person)
    return held, list(found.values())
