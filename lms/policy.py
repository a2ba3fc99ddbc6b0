"""Who may do what: permission → predicates, any of which is enough. The whole of it on one screen."""

from collections.abc import Callable
from typing import Any

from lms.core.permissions import Can
from lms.enrolment import queries as enrolments
from lms.partners import queries as partners
from lms.people import queries as people
from lms.people.rules import RoleName
from lms.schedule import queries as schedules

Predicate = Callable[[Any, Any], bool]


def anyone_signed_in(person: Any, _subject: Any) -> bool:
    """Every person with an account."""
    return person is not None


def owner(person: Any, subject: Any) -> bool:
    """The person whom the object belongs to."""
    return person.id in (getattr(subject, "person_id", None), getattr(subject, "owner_id", None))


def has_role(*names: RoleName) -> Predicate:
    """A person with one of these roles, whatever the scope."""

    def holds(person: Any, _subject: Any) -> bool:
        return any(role.name in names for role in person.roles_now)

    return holds


def learner(person: Any, _subject: Any) -> bool:
    """A person who consents to learning (under 16: with a guardian). Others may do what needs no consent."""
    return person.paused_at is None


def enrolled(person: Any, session: Any) -> bool:
    """A learner with a seat in the session's series."""
    return learner(person, session) and enrolments.is_enrolled(person, session.series_id)


def may_come(person: Any, session: Any) -> bool:
    """A learner, where the class has a page: without a seat, they are led there."""
    return learner(person, session) and session.series.state in schedules.SHOWN


def own_file(person: Any, file: Any) -> bool:
    """The owner of a file; of one that was made for a role, as long as they have it."""
    roles = MADE_FOR.get(file.purpose)
    return owner(person, file) and (roles is None or has_role(*roles)(person, file))


def own_work(person: Any, subject: Any) -> bool:
    """A learner whom the object belongs to."""
    return learner(person, subject) and owner(person, subject)


def teaches(person: Any, subject: Any) -> bool:
    """A trainer of the series, or of the session's series, as long as they are a trainer."""
    return trainer(person, subject) and schedules.teaches(person, getattr(subject, "series_id", subject.id))


def in_scope(person: Any, subject: Any) -> bool:
    """A coordinator whose scope covers the province of the subject (a person, or a province filter)."""
    return people.covers(person, getattr(subject, "province_code", None))


def both_in_scope(person: Any, pair: Any) -> bool:
    """A coordinator whose scope covers both persons of a pair (`one` and `other`)."""
    return in_scope(person, pair.one) and in_scope(person, pair.other)


def helps(person: Any, somebody: Any) -> bool:
    """A trainer of a class that `somebody` is in now."""
    return trainer(person, somebody) and enrolments.shares_class(person, somebody)


def helps_owner(person: Any, subject: Any) -> bool:
    """A trainer of a class that the person whom the object belongs to is in now."""
    return trainer(person, subject) and enrolments.shares_class(person, subject.person)


def national(person: Any, _subject: Any) -> bool:
    """A coordinator of the whole country. Classes hold people of every province, so a province is not enough."""
    return people.covers(person, None)


def brought(person: Any, file: Any) -> bool:
    """Whoever brought a file of questions, as long as they may write questions."""
    return person.id == file.by_id and (trainer(person, file) or national(person, file))


def speaks_for(person: Any, subject: Any) -> bool:
    """Somebody who speaks for a partner, to which the subject belongs or which it is, as long as they have the role."""
    return partner(person, subject) and partners.speaks_for(person, getattr(subject, "partner_id", None) or subject.id)


trainer = has_role(RoleName.TRAINER)
coordinator = has_role(RoleName.COORDINATOR)
caretaker = has_role(RoleName.CARETAKER)
partner = has_role(RoleName.PARTNER)

#: Files with data of others, by purpose -> the roles they are made for.
MADE_FOR = {
    "directory.list": (RoleName.COORDINATOR, RoleName.CARETAKER),
    "invitations.refused": (RoleName.COORDINATOR,),
    "invitations.sheet": (RoleName.COORDINATOR,),
    "admin.record": (RoleName.CARETAKER,),
    "quizzes.export": (RoleName.TRAINER, RoleName.COORDINATOR),
    "quizzes.import": (RoleName.TRAINER, RoleName.COORDINATOR),
    "attendance.report": (RoleName.TRAINER, RoleName.COORDINATOR),
    "attendance.viewing": (RoleName.TRAINER, RoleName.COORDINATOR),
}

POLICY: dict[Can, list[Predicate]] = {
    Can.USE_OWN_ACCOUNT: [anyone_signed_in],
    Can.SEE_OWN_DAY: [anyone_signed_in],
    Can.TRACK_PROGRESS: [learner],
    Can.EDIT_LESSONS: [trainer, national],
    Can.WRITE: [trainer, national],
    Can.ENROL: [learner],
    Can.SEE_SESSION: [enrolled, may_come, teaches, national],
    Can.JOIN: [enrolled],
    Can.CHECK_IN: [enrolled],
    Can.TAKE_QUIZ: [learner],
    Can.ANSWER: [own_work],
    Can.SEE_ATTEMPT: [owner],
    Can.WRITE_QUIZZES: [trainer, national],
    Can.SEE_IMPORT: [brought],
    Can.MARK_ANSWERS: [trainer, national],
    Can.RUN_ATTEMPT: [helps_owner, national],
    Can.SEE_RECORD: [owner, helps_owner, national],
    Can.GRANT_EXTRA: [helps, national],
    Can.PLAN_CLASSES: [trainer, national],
    Can.PLAN_FOR_OTHERS: [national],
    Can.RUN_SERIES: [teaches, national],
    Can.MANAGE_LIVE: [national],
    Can.RUN_SESSION: [teaches, national],
    Can.CLAIM: [enrolled],
    Can.SET_RULE: [national],
    Can.SEE_JOB: [owner, caretaker],
    Can.SEE_FILE: [own_file],
    Can.SEE_REACH: [coordinator],
    Can.SEE_REACH_PEOPLE: [in_scope],
    Can.SET_TARGETS: [in_scope],
    Can.FIND_PEOPLE: [coordinator, caretaker],
    Can.SEE_PERSON: [in_scope, caretaker],
    Can.HELP_SIGN_IN: [helps, in_scope],
    Can.INVITE_PEOPLE: [coordinator],
    Can.SEE_LIST: [in_scope],
    Can.MANAGE_PARTNERS: [coordinator],
    Can.RUN_PARTNER: [in_scope],
    Can.SEE_PARTNER: [speaks_for, in_scope],
    Can.SEE_OWN_PARTNER: [partner],
    Can.SEE_DUPLICATES: [coordinator, caretaker],
    Can.MERGE_PEOPLE: [both_in_scope, caretaker],
    Can.SEE_REQUESTS: [coordinator, caretaker],
    Can.HANDLE_REQUEST: [in_scope, caretaker],
    Can.DECIDE_ROLES: [national, caretaker],
    Can.MANAGE_PEOPLE: [caretaker],
    Can.SEE_OPERATIONS: [caretaker],
}
