"""What a caretaker changes. Roles and sign-ins belong together: staff stay signed in for a shorter time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import update

from lms.accounts.actions import factors
from lms.accounts.actions import sign_ins as accounts
from lms.admin import queries, rules, sentences
from lms.audit import actions as audit
from lms.core import jobs, wake
from lms.core.db import db, take_write_lock
from lms.core.jobs import Job, JobState
from lms.core.words import _, language
from lms.files import actions as shelf
from lms.files import tables
from lms.files.models import File
from lms.people import actions as people
from lms.people.models import Person, RoleProposal
from lms.people.rules import NEEDS_SECOND, RoleName, day_of


def give(person: Person, name: RoleName, provinces: Iterable[str], *, by: Any, at: datetime) -> int:
    """Give a role, or propose it where a second person must agree, for each of `provinces` ("": the whole country).

    Answers how many are new. Giving ends the person's sign-ins. Raises what `people.grant` raises.
    """
    if name in NEEDS_SECOND:
        return sum(people.propose(person, name, province, by=by, at=at) for province in provinces)
    new = sum(people.grant(person, name, province, by=by, at=at) for province in provinces)
    if new:
        _sign_out(person, by=by, at=at)
    return new


def agree(proposal: RoleProposal, *, by: Any, at: datetime) -> bool:
    """Give a role that somebody else proposed and end the person's sign-ins. As `people.agree`."""
    person = db.session.get_one(Person, proposal.person_id)
    done = people.agree(proposal, by=by, at=at)
    if done:
        _sign_out(person, by=by, at=at)
    return done


def end_role(person: Person, name: RoleName, province_code: str, *, by: Any, at: datetime) -> bool:
    """Take a role back and end the person's sign-ins. Raises LastCaretaker."""
    if name == RoleName.CARETAKER:
        _check_others(person)
    ended = people.end_role(person, name, province_code, by=by, at=at)
    if ended:
        _sign_out(person, by=by, at=at)
    return ended


def forget_factors(person: Person, *, by: Any, at: datetime) -> int:
    """The person lost what they sign in with besides the password; answers how much. Raises OwnFactors."""
    rules.check_forgets(person.id, by.id)
    return factors.forget(person, by=by, at=at)


def close(person: Person, *, by: Any, at: datetime) -> None:
    """Nobody can sign in as this person any more. Raises NotYourself, LastCaretaker."""
    rules.check_other(person.id, by.id)
    _check_others(person)
    people.disable(person, by=by, at=at)
    accounts.end_all(person, by=by, at=at)


def retry(job: Job, *, by: Any, at: datetime) -> bool:
    """Let a failed job run again, now; False if it is no longer failed."""
    values = {"state": JobState.WAITING, "due_at": at, "tries": 0, "ended_at": None}
    done = db.session.execute(update(Job).where(Job.id == job.id, Job.state == JobState.FAILED).values(values)).rowcount
    if done:
        wake.soon()
        audit.record("admin.job-retried", "job", job.id, by=by, at=at)
    return bool(done)


def ask_for_record(asked: dict[str, Any], kind: str, *, by: Any, at: datetime) -> str:
    """Have what was found in the record written to a file; answers the id of the job that does it."""
    args = {"title": _("The record"), "asked": asked, "kind": kind, "language": language()}
    number = jobs.start("admin.record", args=args, owner=by, at=at)
    audit.record("admin.record-asked", "list", None, by=by, at=at)
    return number


def write_record(asked: dict[str, Any], kind: str, say: Callable[[int], Any], *, by: Any, at: datetime) -> File:
    """What was asked of the record, as a file of `by`. `say` is told how many entries are written so far."""
    counted = [0]
    headings, rows = sentences.record_headings(), _lines(asked, counted, say, by)
    content = tables.write_csv(headings, rows) if kind == "csv" else tables.write_xlsx(headings, rows)
    stem, media = _("record-of-acts"), tables.CSV if kind == "csv" else tables.XLSX
    name, until = f"{stem}-{day_of(at):%Y-%m-%d}.{kind}", at + rules.RECORD_STANDS
    file = shelf.keep(by, "admin.record", name, content, media, until, by=by, at=at)
    audit.record("admin.record-taken", "list", None, by=by, at=at, count=counted[0])
    return file


def _lines(asked: dict[str, Any], counted: list[int], say: Callable[[int], Any], viewer: Any) -> Iterator[list[Any]]:
    before: int | None = None
    while True:
        found, people_named = queries.record(viewer, asked, before=before, most=rules.RECORD_BATCH)
        for entry in found.entries:
            yield sentences.record_line(entry, people_named)
        counted[0] += len(found.entries)
        say(counted[0])
        before = found.before
        if before is None:
            return


def _check_others(person: Person) -> None:
    """Refuses to leave the house without a caretaker, also when two send each other away at once."""
    take_write_lock(db.session.connection())
    stay = set(db.session.scalars(queries.caretakers().with_for_update(key_share=True))) - {person.id}
    rules.check_stays(len(stay))


def _sign_out(person: Person, *, by: Any, at: datetime) -> None:
    """Everywhere; but whoever changes an own role stays at the screen."""
    if by is None or person.id != by.id:
        accounts.end_all(person, by=by, at=at)
