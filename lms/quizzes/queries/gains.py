"""Questions about quizzes before and after a class: how many reached what in both."""

from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.core.db import db
from lms.quizzes.models import Attempt, Quiz, QuizFigures
from lms.quizzes.queries.firsts import firsts
from lms.quizzes.rules.gain import Gain


class Pair(NamedTuple):
    """A quiz before and the one after, and what lies between; None before it was worked out."""

    before: Quiz
    after: Quiz
    gain: Gain | None


def reached(after: Quiz) -> list[tuple[float, float, int]]:
    """(share before, share after, people): each person's first attempt at both, the later one after the first."""
    pre, post = aliased(Attempt), aliased(Attempt)
    columns = (pre.score, pre.out_of, post.score, post.out_of)
    rows = db.session.execute(
        select(*columns, func.count())
        .select_from(pre)
        .join(post, post.person_id == pre.person_id)
        .where(*firsts(pre, after.pair_id), *firsts(post, after.id))
        .where(pre.pending == 0, post.pending == 0, post.started_at >= pre.handed_in_at)
        .group_by(*columns)
        .order_by(*columns)
    )
    return [(_share(one, of), _share(other, out), many) for one, of, other, out, many in rows]


def _share(score: float, out_of: float) -> float:
    return min(1.0, score / out_of) if out_of else 0.0


def gain_of(quiz: Any) -> Pair | None:
    """What a pair of quizzes showed, asked of either of the two; None of a quiz without one."""
    after = quiz if quiz.pair_id else None
    if after is None and quiz.purpose == "pre":
        posts = select(Quiz).where(Quiz.pair_id == quiz.id, Quiz.state != "archived").order_by(Quiz.id.desc())
        after = db.session.scalars(posts.limit(1)).first()
    if after is None:
        return None
    told = db.session.scalar(select(QuizFigures.figures["gain"]).where(QuizFigures.quiz_id == after.id))
    before = db.session.get_one(Quiz, after.pair_id)
    return Pair(before, after, Gain(**told) if told else None)
