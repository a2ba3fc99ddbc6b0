"""What the record and the lists say in words. An act without a sentence here is shown by its name."""

from collections.abc import Mapping
from typing import Any

from lms.admin.acts import ACTS
from lms.admin.works import JOBS
from lms.audit.queries import NUMBERS
from lms.core.words import Lazy, _, _l
from lms.directory.rules import WHYS
from lms.people.rules import NEEDS_SECOND
from lms.rights import sentences as rights

#: What an act was done to.
KINDS: dict[str, Lazy] = {
    "endpoint": _l("a page"),
    "holiday": _l("holiday"),
    "host": _l("Zoom host"),
    "invitation": _l("invitation"),
    "job": _l("job"),
    "letter": _l("letter"),
    "link": _l("link"),
    "list": _l("list"),
    "merge": _l("merge"),
    "milestone": _l("list of people"),
    "pair": _l("pair"),
    "partner": _l("partner"),
    "person": _l("person"),
    "recount": _l("attendance decided again"),
    "register": _l("register of requests"),
    "series": _l("class"),
    "session": _l("session"),
    "target": _l("target"),
}

#: Key of a detail -> its name.
DETAILS: dict[str, Lazy] = {
    "can": _l("permission"),
    "copied_from": _l("copied from class, by number"),
    "count": _l("how many"),
    "days": _l("days off"),
    "endpoint": _l("page"),
    "factor": _l("second factor"),
    "indicator": _l("rung"),
    "kind": _l("kind"),
    "mark": _l("result"),
    "merge": _l("merge"),
    "moved": _l("time changed"),
    "on": _l("day"),
    "one": _l("first person"),
    "other": _l("second person"),
    "participant": _l("name seen, by number"),
    "partner": _l("partner, by number"),
    "people": _l("how many people"),
    "period": _l("period"),
    "person": _l("person"),
    "place": _l("place"),
    "proposer": _l("proposed by"),
    "province": _l("place"),
    "purpose": _l("purpose"),
    "renamed": _l("title changed"),
    "report": _l("report, by number"),
    "role": _l("role"),
    "rows": _l("lines"),
    "rule": _l("version of the rule"),
    "scope": _l("period"),
    "seats": _l("seats"),
    "series": _l("class, by number"),
    "session": _l("session, by number"),
    "sessions": _l("sessions"),
    "source": _l("merged person"),
    "step": _l("recognised by"),
    "trainers": _l("trainers, by number"),
    "viewing": _l("figure of a broadcast, by number"),
    "version": _l("version of the words"),
    "way": _l("how it came"),
    "year": _l("year"),
}

#: States and names that stand in a detail.
VALUES: dict[Any, Lazy] = {
    **rights.KINDS,
    **rights.WAYS,
    True: _l("yes"),
    False: _l("no"),
    "": _l("whole country"),
    "absent": _l("absent"),
    "app": _l("authenticator app"),
    "attended": _l("attended"),
    "caretaker": _l("caretaker"),
    "claimed": _l("own word"),
    "completed": _l("completed"),
    "confirmed": _l("confirmation"),
    "coordinator": _l("coordinator"),
    "email": _l("E-mail"),
    "excused": _l("excused"),
    "late": _l("late"),
    "partner": _l("partner"),
    "passkey": _l("passkey"),
    "phone": _l("Phone number"),
    "present": _l("present"),
    "registered": _l("registered"),
    "trainer": _l("trainer"),
    "withdrawn": _l("taken back"),
}

#: Reason of an act -> in words.
REASONS: dict[str, Lazy] = {
    **WHYS,
    **rights.EXTENDED,
    **rights.REFUSED,
    "guardian": _l("a guardian has not consented"),
    "withdrawn": _l("no consent to learning"),
}

#: Room of an act -> what it is about.
ROOMS: dict[str, Lazy] = {
    "access": _l("Refused pages"),
    "accounts": _l("Signing in"),
    "admin": _l("Caretaker"),
    "attendance": _l("Attendance"),
    "directory": _l("Finding people"),
    "duplicates": _l("Duplicates"),
    "enrolment": _l("Enrolment"),
    "guardians": _l("Parents and guardians"),
    "invitations": _l("Lists"),
    "live": _l("Live rooms"),
    "partners": _l("Partners"),
    "people": _l("People and roles"),
    "profile": _l("Own details"),
    "quizzes": _l("Quizzes"),
    "reach": _l("Reach"),
    "rights": _l("Requests about data"),
    "schedule": _l("Classes"),
}


def acts_by_room() -> dict[str, list[tuple[str, str]]]:
    """What can be looked for, by what it is about: (act, or "room." for all of a room; in words)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for action, said in ACTS.items():
        room = action.partition(".")[0]
        name = str(ROOMS.get(room, room))
        found.setdefault(name, [(f"{room}.", _("%(room)s: everything", room=name))]).append((action, str(said)))
    return found


def given(role: str, new: int) -> str:
    """What came of giving a role: `new` is how many scopes it was not yet held or asked for in."""
    if not new:
        return _("The person has this role, or it waits for a second person.")
    if role in NEEDS_SECOND:
        return _("The role is proposed. It is given when a second person agrees.")
    return _("The role is given. The person signs in again to use it.")


def who(number: int | None, people: Mapping[int, Any]) -> str:
    """A person of the record as they are called now; by number once they have no name."""
    if number is None:
        return _("the app itself")
    person = people.get(number)
    return person.name if person is not None and person.name else _("number %(id)s", id=number)


def whom(entry: Any, people: Mapping[int, Any]) -> str:
    """What an act was done to: a person by name, anything else by kind and number."""
    if entry.subject_kind == "person" and entry.subject_id in people:
        return who(entry.subject_id, people)
    return about(entry.subject_kind, entry.subject_id)


def reason(why: str | None) -> str:
    """Why something was done, in words where we have them."""
    return "" if why is None else str(REASONS.get(why, why))


def record_headings() -> list[str]:
    """Over the columns of `record_line`."""
    return [_("When"), _("Who"), _("Did what"), _("About"), _("From where"), _("Why"), _("More")]


def record_line(entry: Any, people: Mapping[int, Any]) -> list[Any]:
    """An entry as a line of a table."""
    more_words = "; ".join(more(entry.detail, people))
    named = (who(entry.actor_id, people), act(entry.action), whom(entry, people))
    return [entry.at, *named, entry.network, reason(entry.why), more_words]


def act(action: str) -> str:
    """What was done, in words where we have them."""
    return str(ACTS.get(action, action))


def about(kind: str, number: int | None) -> str:
    """What an act was done to, in words where we have them: session 13."""
    name = str(KINDS.get(kind, kind))
    return name if number is None else _("%(kind)s %(id)s", kind=name, id=number)


def more(detail: Mapping[str, Any], people: Mapping[int, Any]) -> list[str]:
    """The detail of an act, one line for each key, in words where we have them; persons by name."""
    return [f"{DETAILS.get(key, key)}: {_value(key, value, people)}" for key, value in sorted(detail.items())]


def _value(key: str, value: Any, people: Mapping[int, Any]) -> str:
    if key in NUMBERS and isinstance(value, int):
        return who(value, people)
    if isinstance(value, list):
        return ", ".join(_value(key, part, people) for part in value)
    if value is None:
        return "–"
    if isinstance(value, bool | str):
        return str(VALUES.get(value, value)).removeprefix("year:")
    return str(value)


def work(kind: str) -> str:
    """What a job does, in words where we have them."""
    return str(JOBS.get(kind, kind))


def letter_state(state: str, channel: str | None) -> Lazy:
    """What became of a letter, and why. `channel`: where it was to go, None without an address."""
    if state == "kept":
        unset = {"email": _l("Not sent: no mail server is set"), "text": _l("Not sent: no text gateway is set")}
        return unset[channel] if channel else _l("Not sent: no e-mail address is known")
    return {
        "waiting": _l("Waits for its turn"),
        "sending": _l("Being sent"),
        "sent": _l("Sent"),
        "failed": _l("Could not be delivered"),
    }[state]
