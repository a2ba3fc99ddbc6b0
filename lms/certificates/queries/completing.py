"""Questions about having completed a track: how far a person is, and who has completed what, when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from lms.attendance.models import Decision
from lms.catalogue.models import Module
from lms.certificates.rules import RULE, Checklist, completion, needed
from lms.core.db import db, read
from lms.quizzes.models import Attempt, Quiz
from lms.quizzes.queries import PASSES, has_quiz
from lms.quizzes.rules.attempts import HANDED_IN, counting
from lms.quizzes.rules.terms import Purpose
from lms.schedule.models import Series, Session

COUNTED = ("present", "watched_later")


class Completion(NamedTuple):
    """A person has completed a track by one series, at the moment the last condition was met."""

    person_id: int
    track_id: int
    series_id: int
    at: datetime


class Progress(NamedTuple):
    """When a person was present in each session of a series, and when they passed each module of its track."""

    series_id: int
    track_id: int
    present: list[datetime]
    passed: list[datetime]


def checklist(person: Any, series: Series) -> Checklist:
    """How far a person is on the way to completing the track of a series (one SELECT)."""
    return checklist_of(read(checklist_statement(), series_id=series.id, person_id=person.id).all())


def checklist_of(found: Sequence[Any]) -> Checklist:
    """The checklist from the rows of `checklist_statement`."""
    tries: dict[tuple[int, int, str], list[Any]] = defaultdict(list)
    for row in found:
        if row.quiz_id is not None:
            tries[row.module_id, row.quiz_id, row.counts].extend([row] if row.state else [])
    chosen = {(module, quiz): counting(attempts, counts) for (module, quiz, counts), attempts in tries.items()}
    passed = {module for (module, _quiz), attempt in chosen.items() if attempt is not None and attempt.passed}
    return completion(
        held=found[0][0],
        present_sessions=found[0][1],
        modules=len({module for module, _quiz in chosen}),
        passed_modules=len(passed),
    )


@cache
def checklist_statement() -> Any:
    """Sessions planned and present, and every quiz that passes or once passed a module of the track that has one now,
    with the tries at it; by `series_id`, `person_id`."""
    series_id, person_id = bindparam("series_id"), bindparam("person_id")
    met = select(func.count()).select_from(Session).where(Session.series_id == series_id, Session.state != "cancelled")
    present = met.join(Decision, Decision.session_id == Session.id).where(
        Decision.person_id == person_id, Decision.state.in_(COUNTED)
    )
    attempt = (Attempt.number, Attempt.state, Attempt.score, Attempt.passed)
    quiz = (Quiz.module_id, Quiz.id.label("quiz_id"), Quiz.counts)
    handed_in = (Attempt.quiz_id == Quiz.id) & (Attempt.person_id == person_id) & (Attempt.state == "handed_in")
    return (
        select(met.scalar_subquery(), present.scalar_subquery(), *quiz, *attempt)
        .select_from(Series)
        .outerjoin(Module, (Module.track_id == Series.track_id) & has_quiz(Module.id))
        .outerjoin(Quiz, (Quiz.module_id == Module.id) & (Quiz.purpose == Purpose.MODULE))
        .outerjoin(Attempt, handed_in)
        .where(Series.id == series_id)
    )


def completions(person_ids: Sequence[int]) -> list[Completion]:
    """Every completion of these persons. Four SELECTs."""
    progress = _progress(person_ids)
    planned = _planned({series_id for _person, series_id in progress})
    modules = modules_of({row.track_id for row in progress.values()})
    found = []
    for (person_id, series_id), row in progress.items():
        sessions, parts = planned.get(series_id, 0), modules.get(row.track_id, 0)
        done = completion(
            held=sessions, present_sessions=len(row.present), modules=parts, passed_modules=len(row.passed)
        )
        if done.complete:
            enough = [
                _moment(row.present, sessions, RULE.sessions_percent),
                _moment(row.passed, parts, RULE.modules_percent),
            ]
            found.append(Completion(person_id, row.track_id, series_id, max(enough)))
    return found


def _moment(moments: list[datetime], whole: int, percent: int) -> datetime:
    """When `percent` of `whole` was first reached."""
    return sorted(moments)[needed(whole, percent) - 1]


def _progress(person_ids: Sequence[int]) -> dict[tuple[int, int], Progress]:
    passes = passes_of(person_ids)
    found: dict[tuple[int, int], Progress] = {}
    rows = db.session.execute(
        select(Decision.person_id, Series.id, Series.track_id, Session.ends_at)
        .join(Session, Session.id == Decision.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(Decision.person_id.in_(person_ids), Decision.state.in_(COUNTED), Session.state != "cancelled")
    )
    for person_id, series_id, track_id, ends_at in rows:
        own = list(passes[person_id, track_id].values())
        found.setdefault((person_id, series_id), Progress(series_id, track_id, [], own)).present.append(ends_at)
    return found


def passes_of(person_ids: Sequence[int]) -> dict[tuple[int, int], dict[int, datetime]]:
    """(person, track) → module → since when its quiz is passed, by the attempt that counts."""
    tries: dict[tuple[int, int, int, int, str], list[Any]] = defaultdict(list)
    rows = db.session.execute(
        select(
            Attempt.person_id,
            Attempt.number,
            Attempt.state,
            Attempt.score,
            Attempt.passed,
            Attempt.handed_in_at,
            Module.track_id,
            Quiz.module_id,
            Quiz.id.label("quiz_id"),
            Quiz.counts,
        )
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Module, Module.id == Quiz.module_id)
        .where(
            Attempt.person_id.in_(person_ids),
            Attempt.state == HANDED_IN,
            Quiz.purpose == Purpose.MODULE,
            has_quiz(Quiz.module_id),
        )
    )
    for row in rows:
        tries[row.person_id, row.track_id, row.module_id, row.quiz_id, row.counts].append(row)
    found: dict[tuple[int, int], dict[int, datetime]] = defaultdict(dict)
    for (person_id, track_id, module_id, _quiz, counts), attempts in tries.items():
        since = _since(attempts, counts)
        if since is not None:
            passed = found[person_id, track_id]
            passed[module_id] = min(since, passed.get(module_id, since))
    return found


def _since(attempts: Iterable[Any], counts: str) -> datetime | None:
    """Since when the attempt that counts is one that passed: a better try later moves no day. None if it is not."""
    since, so_far = None, []
    for attempt in sorted(attempts, key=lambda attempt: attempt.number):
        so_far.append(attempt)
        since = (since or attempt.handed_in_at) if counting(so_far, counts).passed else None
    return since


def _planned(series_ids: Iterable[int]) -> dict[int, int]:
    """Sessions of each series that are not cancelled."""
    return dict(
        db.session.execute(
            select(Session.series_id, func.count())
            .where(Session.series_id.in_(list(series_ids)), Session.state != "cancelled")
            .group_by(Session.series_id)
        ).all()
    )


def modules_of(track_ids: Iterable[int]) -> dict[int, int]:
    """Modules of each track that have a quiz that passes them."""
    return dict(
        db.session.execute(
            select(Module.track_id, func.count())
            .join(Quiz, Quiz.module_id == Module.id)
            .where(Module.track_id.in_(list(track_ids)), *PASSES)
            .group_by(Module.track_id)
        ).all()
    )
