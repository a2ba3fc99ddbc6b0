"""What the record and the lists say in words. An act without a sentence here is shown by its name."""

from collections.abc import Mapping
from typing import Any

from lms.core.words import Lazy, _, _l

#: Act -> what was done.
ACTS: dict[str, Lazy] = {
    "access.refused": _l("was refused a page"),
    "accounts.code-handed-out": _l("handed out a code for a new password"),
    "accounts.contact-added": _l("added a contact"),
    "accounts.contact-removed": _l("removed a contact"),
    "accounts.contact-verified": _l("verified a contact"),
    "accounts.password-changed": _l("changed a password"),
    "accounts.recovered": _l("set a new password with a recovery code"),
    "accounts.recovery-made": _l("made a new recovery code"),
    "accounts.sign-ins-ended": _l("ended sign-ins"),
    "admin.job-retried": _l("let a failed job run again"),
    "admin.letter-read": _l("read a letter"),
    "admin.person-read": _l("looked at a person"),
    "attendance.code_shown": _l("showed a new check-in code"),
    "attendance.marked": _l("marked somebody's attendance"),
    "attendance.rest_marked": _l("marked everybody who was left"),
    "enrolment.calendar-renewed": _l("renewed a calendar address"),
    "guardians.code-chosen": _l("a guardian chose a new code"),
    "guardians.consented": _l("a guardian agreed"),
    "guardians.deletion-asked": _l("a guardian asked for an account to be deleted"),
    "guardians.forgotten": _l("a guardian's data was removed"),
    "guardians.link-renewed": _l("renewed a guardian's link"),
    "guardians.phone-changed": _l("a guardian changed their number"),
    "guardians.withdrawn": _l("a guardian withdrew the consent"),
    "people.consent-withdrawn": _l("withdrew a consent"),
    "people.created": _l("entered a person"),
    "people.disabled": _l("closed an account"),
    "people.enabled": _l("opened an account again"),
    "people.granted": _l("gave a role"),
    "people.moved": _l("changed where somebody lives"),
    "people.paused": _l("learning was paused"),
    "people.renamed": _l("changed a name"),
    "people.resumed": _l("learning is open again"),
    "people.role-ended": _l("took a role back"),
    "reach.people-read": _l("read who is behind a figure"),
    "reach.target-set": _l("set a target"),
    "reach.targets-allocated": _l("shared a target out over the provinces"),
    "schedule.cancelled": _l("cancelled a session"),
    "schedule.drafted": _l("planned a class"),
    "schedule.finished": _l("finished a class"),
    "schedule.held": _l("noted a session as held"),
    "schedule.material-put": _l("added slides, a recording or a recap"),
    "schedule.published": _l("published a class"),
    "schedule.restored": _l("brought a session back"),
    "schedule.session-updated": _l("changed a session"),
    "schedule.topics-set": _l("changed topics"),
    "schedule.trainers-set": _l("changed the trainers"),
    "schedule.updated": _l("changed a class"),
}

#: What an act was done to.
KINDS: dict[str, Lazy] = {
    "endpoint": _l("a page"),
    "job": _l("job"),
    "letter": _l("letter"),
    "milestone": _l("list of people"),
    "person": _l("person"),
    "series": _l("class"),
    "session": _l("session"),
    "target": _l("target"),
}

#: Key of a detail -> its name.
DETAILS: dict[str, Lazy] = {
    "can": _l("permission"),
    "count": _l("how many"),
    "endpoint": _l("page"),
    "indicator": _l("rung"),
    "kind": _l("kind"),
    "mark": _l("result"),
    "moved": _l("time changed"),
    "people": _l("how many people"),
    "period": _l("period"),
    "person": _l("person number"),
    "place": _l("place"),
    "province": _l("place"),
    "purpose": _l("purpose"),
    "renamed": _l("title changed"),
    "role": _l("role"),
    "scope": _l("period"),
    "seats": _l("seats"),
    "sessions": _l("sessions"),
    "trainers": _l("trainers, by number"),
    "version": _l("version of the words"),
    "year": _l("year"),
}

#: States and names that stand in a detail.
VALUES: dict[Any, Lazy] = {
    True: _l("yes"),
    False: _l("no"),
    "": _l("whole country"),
    "absent": _l("absent"),
    "attended": _l("attended"),
    "caretaker": _l("caretaker"),
    "completed": _l("completed"),
    "coordinator": _l("coordinator"),
    "email": _l("E-mail"),
    "excused": _l("excused"),
    "late": _l("late"),
    "partner": _l("partner"),
    "phone": _l("Phone number"),
    "present": _l("present"),
    "registered": _l("registered"),
    "trainer": _l("trainer"),
    "withdrawn": _l("taken back"),
}

#: Kind of job -> what it does.
JOBS: dict[str, Lazy] = {
    "accounts.forget_old": _l("Forget old sign-ins"),
    "accounts.send_codes": _l("Write letters with codes"),
    "attendance.decide": _l("Decide for those who came in"),
    "attendance.settle": _l("Close the attendance of past sessions"),
    "enrolment.give_up": _l("Give up the seats of those who stopped learning"),
    "enrolment.welcome": _l("Write letters to new learners"),
    "files.tidy": _l("Remove files past their time"),
    "guardians.forget_guardians": _l("Remove guardians of those who are grown up"),
    "guardians.forget_old": _l("Forget wrong codes of guardians"),
    "guardians.note_agreements": _l("Note what children agreed to"),
    "notifications.deliver": _l("Deliver letters"),
    "notifications.forget_words": _l("Forget the words of old letters"),
    "quizzes.hand_in_overdue": _l("Hand in quizzes whose time is up"),
    "reach.check": _l("Compare the count of people with the facts"),
    "reach.count": _l("Count people"),
    "schedule.blocks": _l("Prepare calendars"),
    "schedule.close": _l("Note sessions as held, finish classes"),
}

#: Purpose of a consent -> what it allows.
PURPOSES = {
    "learning": _l("Learning"),
    "sharing": _l("Sharing results with partners"),
    "stories": _l("Pictures and stories"),
    "news": _l("News"),
    "ethnicity": _l("Ethnic group"),
    "disability": _l("Disability"),
}


def act(action: str) -> str:
    """What was done, in words where we have them."""
    return str(ACTS.get(action, action))


def about(kind: str, number: int | None) -> str:
    """What an act was done to, in words where we have them: session 13."""
    name = str(KINDS.get(kind, kind))
    return name if number is None else _("%(kind)s %(id)s", kind=name, id=number)


def more(detail: Mapping[str, Any]) -> list[str]:
    """The detail of an act, one line for each key, in words where we have them."""
    return [f"{DETAILS.get(key, key)}: {_value(value)}" for key, value in sorted(detail.items())]


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_value(part) for part in value)
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
