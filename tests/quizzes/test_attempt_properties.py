"""Answers from several phones, in any order, with any delay: the newest in time counts, and nothing else ever does."""

from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core.db import db
from lms.quizzes import queries
from lms.quizzes.actions import attempts
from lms.quizzes.models import Answer
from lms.quizzes.queries import records
from lms.quizzes.rules import grading
from lms.quizzes.rules.attempts import GRACE
from tests.factories import people
from tests.factories import quizzes as make

KINDS = ["single", "multi", "numeric", "short"]
LIMIT = timedelta(minutes=20)
VALUES = {1: [0, 1, 2, 3], 2: [[0], [0, 2], [1, 2, 3]], 3: ["1350", "1.350 MB", "99", "khoảng"], 4: ["Măng", "Chè"]}


class House:
    """What one attempt must come to, told step by step beside the real thing."""

    def __init__(self, at):
        quiz = make.quiz(KINDS, minutes=20)
        self.attempt, self.end = make.attempt(quiz, people.person(), at=at), at + LIMIT + GRACE
        self.at, self.counts, self.late, self.score = at, {}, {}, None

    @property
    def open(self):
        return self.score is None and self.at <= self.end

    def take(self, position, value, sequence):
        """One answer with its number, as the rules are said in words."""
        counts, late = self.counts.get(position, (None, 0)), self.late.get(position)
        if self.open:
            if sequence >= counts[1]:
                self.counts[position] = (value, sequence)
        elif sequence > counts[1] and (late or value != counts[0]) and (late is None or sequence >= late[1]):
            self.late[position] = (value, sequence)

    def save(self, position, value, sequence):
        try:
            said = attempts.save(self.attempt, position, value, sequence, by=None, at=self.at)
        except attempts.AlreadyHandedIn:
            assert self.score is not None and sequence <= max(self.newest(position), sequence)
        else:
            assert said.late is False or not self.open
        self.take(position, value, sequence)

    def newest(self, position):
        return max(self.counts.get(position, (None, 0))[1], self.late.get(position, (None, 0))[1])

    def hand_in(self, sheet):
        answers = {position: value for position, (value, _number) in sheet.items()}
        numbers = {position: number for position, (_value, number) in sheet.items()}
        attempts.hand_in(self.attempt, answers, numbers=numbers, by=None, at=self.at)
        for position, (value, number) in sheet.items():
            if not self.open or value != self.counts.get(position, (None, 0))[0]:
                self.take(position, value, number)
        if self.score is None:
            self.score = self.marks()

    def marks(self):
        items = {item.position: item for item, _row in queries.paper(self.attempt)}
        return grading.score(
            grading.mark(items[n].kind, items[n].options, items[n].key, value, items[n].worth)
            for n, (value, _number) in self.counts.items()
        )


def numbered(position):
    return st.tuples(st.sampled_from(VALUES[position]), st.integers(1, 12))


ANSWERS = st.sampled_from(list(VALUES)).flatmap(lambda n: st.tuples(st.just("save"), st.just(n), numbered(n)))
SHEETS = st.fixed_dictionaries({}, optional={n: numbered(n) for n in VALUES})
STEPS = st.lists(
    st.one_of(
        ANSWERS,
        ANSWERS,
        ANSWERS,
        st.tuples(st.just("wait"), st.sampled_from([timedelta(minutes=4), timedelta(minutes=9)])),
        st.tuples(st.just("hand in"), SHEETS),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
@example([("save", 1, (1, 1)), ("hand in", {}), ("save", 1, (0, 8)), ("hand in", {1: (1, 11)})])
def test_the_newest_in_time_counts_and_what_is_late_changes_no_score(app, at, steps):
    house, scores = House(at), set()
    for step, *what in steps:
        if step == "wait":
            house.at += what[0]
        elif step == "save":
            house.save(what[0], *what[1])
        else:
            house.hand_in(what[0])
        db.session.commit()
        if house.attempt.score is not None:
            scores.add(house.attempt.score)
    house.hand_in({})
    db.session.commit()
    found = db.session.scalars(
        select(Answer).where(Answer.attempt_id == house.attempt.id).execution_options(populate_existing=True)
    )
    assert {row.position: (row.value, row.sequence) for row in found} == house.counts
    assert {row.position: (row.value, row.sequence) for row in records.late_answers(house.attempt)} == house.late
    assert scores | {house.attempt.score} == {house.score} == {house.marks()}
    kinds = [line.kind for line in records.events(house.attempt)]
    assert kinds.count("handed_in") + kinds.count("overdue") == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations([(n, value, n * 3 + place) for n in (1, 3) for place, value in enumerate(VALUES[n][:3])]))
def test_the_order_of_arrival_does_not_matter(app, at, sent):
    attempt = make.attempt(make.quiz(KINDS), people.person(), at=at)
    for position, value, sequence in [*sent, *sent[:2]]:
        attempts.save(attempt, position, value, sequence, by=None, at=at)
    db.session.commit()
    found = db.session.execute(
        select(Answer.position, Answer.value).where(Answer.attempt_id == attempt.id).order_by(Answer.position)
    )
    assert [tuple(row) for row in found] == [(1, VALUES[1][2]), (3, VALUES[3][2])]
