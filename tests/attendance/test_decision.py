"""From evidence to a decision, as decision tables. Minutes are counted from the start of a 90-minute class."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.attendance.rules import decision
from lms.attendance.rules.decision import EvidenceKind, Fact, Mark, Span, State, Why, decide

START = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
PLANNED = Span(START, START + timedelta(minutes=90))
OPEN = None


def when(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def click(minute=-3):
    return Fact(EvidenceKind.CLICK, when(minute))


def code(minute=40):
    return Fact(EvidenceKind.CODE, when(minute))


def quiz(minute=50):
    return Fact(EvidenceKind.QUIZ, when(minute))


def there(start, end):
    return Fact(EvidenceKind.INTERVAL, when(start), None if end is None else when(end))


def mark(value, minute=80, serial=0):
    return Fact(EvidenceKind.MARK, when(minute), value=value, id=serial)


def recap(minute=3000):
    return Fact(EvidenceKind.RECAP, when(minute))


def walk_in():
    return Fact(EvidenceKind.WALK_IN, when(0))


def codes(decided):
    return [reason.code.value for reason in decided.reasons]


@pytest.mark.parametrize(
    ("evidence", "state", "late", "own_word", "why"),
    [
        ([], State.ABSENT, False, False, ["nothing"]),
        ([click()], State.ABSENT, False, False, ["click_only"]),
        ([click(), click(5), click(20)], State.ABSENT, False, False, ["click_only"]),
        ([code(), click()], State.PRESENT, False, True, ["code"]),
        ([code(9)], State.PRESENT, False, True, ["code"]),
        ([code(10)], State.PRESENT, False, True, ["code"]),
        ([code(40)], State.PRESENT, True, True, ["code", "late"]),
        ([code(40), click(12)], State.PRESENT, True, True, ["code", "late"]),
        ([quiz(), click()], State.PRESENT, False, True, ["quiz"]),
        ([quiz(), code(), click()], State.PRESENT, False, True, ["code", "quiz"]),
        ([walk_in()], State.PRESENT, False, False, ["walk_in"]),
        ([there(0, 90)], State.PRESENT, False, False, ["interval"]),
        ([there(-20, 200)], State.PRESENT, False, False, ["interval"]),
        ([there(0, 63)], State.PRESENT, False, False, ["interval"]),
        ([there(0, 62.995)], State.PARTIAL, False, False, ["interval"]),
        ([there(0, 27)], State.PARTIAL, False, False, ["interval"]),
        ([there(0, 26.98)], State.ABSENT, False, False, ["interval"]),
        ([there(10, 90)], State.PRESENT, False, False, ["interval"]),
        ([there(10.02, 90)], State.PRESENT, True, False, ["interval", "late"]),
        ([there(50, 90)], State.PARTIAL, True, False, ["interval", "late"]),
        ([there(80, 90)], State.ABSENT, False, False, ["interval", "late"]),
        # In early, out before the class, back late.
        ([there(-20, -5), there(20, 90)], State.PRESENT, True, False, ["interval", "late"]),
        # Two devices at once are one person.
        ([there(0, 40), there(5, 41)], State.PARTIAL, False, False, ["interval"]),
        ([there(0, 40), there(30, 65)], State.PRESENT, False, False, ["interval"]),
        ([there(0, 65), there(5, 10)], State.PRESENT, False, False, ["interval"]),
        # Re-joins: pauses of a minute are not pauses, longer ones are.
        ([there(0, 31), there(32, 63)], State.PRESENT, False, False, ["interval"]),
        ([there(0, 31), there(32.1, 63)], State.PARTIAL, False, False, ["interval"]),
        # An interval speaks louder than the code and the click.
        ([there(0, 40), code(), click()], State.PARTIAL, False, False, ["interval"]),
        ([there(0, 5), code(), click()], State.ABSENT, False, False, ["interval"]),
        ([there(0, 5), walk_in()], State.PRESENT, False, False, ["walk_in"]),
        # What is no interval of this class says nothing.
        ([there(0, None)], State.ABSENT, False, False, ["nothing"]),
        ([there(10, 9.5), there(10.2, 73)], State.PARTIAL, True, False, ["interval", "late"]),
        ([there(50, 10)], State.ABSENT, False, False, ["nothing"]),
        ([there(-60, 0)], State.ABSENT, False, False, ["nothing"]),
        ([there(200, 290), code(), click()], State.PRESENT, False, True, ["code"]),
        # Watched later: never instead of presence.
        ([recap()], State.WATCHED_LATER, False, False, ["recap", "nothing"]),
        ([recap(), there(20, 60)], State.WATCHED_LATER, False, False, ["recap", "interval", "late"]),
        ([recap(), there(0, 90)], State.PRESENT, False, False, ["interval"]),
        ([recap(), code(), click()], State.PRESENT, False, True, ["code"]),
    ],
)
def test_decisions_after_the_class(evidence, state, late, own_word, why):
    decided = decide(evidence, PLANNED, ended=True)
    assert (decided.state, decided.late, decided.self_reported) == (state, late, own_word)
    assert codes(decided) == why
    assert decided.rule == decision.VERSION == "2026-1"


@pytest.mark.parametrize(
    ("evidence", "state", "late", "why"),
    [
        ([mark("present")], State.PRESENT, False, ["mark"]),
        ([mark("late")], State.PRESENT, True, ["mark"]),
        ([mark("absent")], State.ABSENT, False, ["mark"]),
        ([mark("excused")], State.EXCUSED, False, ["mark"]),
        ([mark("absent"), there(0, 90), code(), walk_in()], State.ABSENT, False, ["mark"]),
        ([mark("present"), there(0, 5)], State.PRESENT, False, ["mark"]),
        ([mark("present", 70), mark("absent", 80)], State.ABSENT, False, ["mark"]),
        ([mark("absent", 80), mark("present", 70)], State.ABSENT, False, ["mark"]),
        ([mark("absent", 80, 1), mark("present", 80, 2)], State.PRESENT, False, ["mark"]),
        ([mark("absent", 80, 2), mark("present", 80, 1)], State.ABSENT, False, ["mark"]),
        ([mark("absent", 70), mark("withdrawn", 80)], State.ABSENT, False, ["nothing"]),
        ([mark("absent", 70), mark("withdrawn", 80), there(15, 90)], State.PRESENT, True, ["interval", "late"]),
        ([mark("withdrawn", 70), mark("excused", 80)], State.EXCUSED, False, ["mark"]),
        # A mark is about the evening: a recording watched after it still counts, one before it does not.
        ([mark("absent", 95), recap(3000)], State.WATCHED_LATER, False, ["recap", "mark"]),
        ([mark("excused", -600), recap(3000)], State.WATCHED_LATER, False, ["recap", "mark"]),
        ([mark("absent", 3001), recap(3000)], State.ABSENT, False, ["mark"]),
        ([mark("late", 95), recap(3000)], State.PRESENT, True, ["mark"]),
        # A word that is no mark takes the others back too, and decides nothing.
        ([mark("absent", 70), mark("bogus", 80)], State.ABSENT, False, ["nothing"]),
        ([mark(None)], State.ABSENT, False, ["nothing"]),
    ],
)
def test_a_mark_wins_and_the_latest_counts(evidence, state, late, why):
    decided = decide(evidence, PLANNED, ended=True)
    assert (decided.state, decided.late, decided.self_reported) == (state, late, False)
    assert codes(decided) == why


@pytest.mark.parametrize(
    ("evidence", "state", "own_word", "why"),
    [
        ([], OPEN, False, ["not_yet"]),
        ([click()], OPEN, False, ["not_yet"]),
        ([there(0, 30)], OPEN, False, ["not_yet"]),
        ([there(0, 63)], State.PRESENT, False, ["interval"]),
        ([code(), click()], State.PRESENT, True, ["code"]),
        ([code(), click(), there(0, 5)], State.PRESENT, True, ["code"]),
        ([walk_in()], State.PRESENT, False, ["walk_in"]),
        ([mark("excused", -60)], State.EXCUSED, False, ["mark"]),
        ([recap(30)], OPEN, False, ["not_yet"]),
    ],
)
def test_while_the_class_runs_nobody_is_absent(evidence, state, own_word, why):
    decided = decide(evidence, PLANNED, ended=False)
    assert (decided.state, decided.self_reported, codes(decided)) == (state, own_word, why)


@pytest.mark.parametrize(
    ("actual", "evidence", "state", "late", "minutes"),
    [
        # The host came 12 minutes late: the class was 78 minutes long.
        ([(12, 90)], [there(-20, 66.6)], State.PRESENT, False, (54, 78, 70)),
        ([(12, 90)], [there(-20, 65)], State.PARTIAL, False, (53, 78, 67)),
        ([(12, 90)], [there(21, 90)], State.PRESENT, False, (69, 78, 88)),
        ([(12, 90)], [there(23, 90)], State.PRESENT, True, (67, 78, 85)),
        # Ran over: the time after the planned end is a gift.
        ([(0, 130)], [there(0, 62), there(90, 130)], State.PARTIAL, False, (62, 90, 68)),
        # Restarted in the middle: both parts count, the hole does not.
        ([(0, 30), (40, 90)], [there(0, 90)], State.PRESENT, False, (80, 80, 100)),
        ([(0, 30), (20, 90)], [there(0, 60)], State.PARTIAL, False, (60, 90, 66)),
        # A meeting at another time is not this class.
        ([(500, 600)], [there(0, 90)], State.PRESENT, False, (90, 90, 100)),
    ],
)
def test_the_time_that_counts_is_planned_and_real(actual, evidence, state, late, minutes):
    session = Span(PLANNED.starts_at, PLANNED.ends_at, tuple((when(a), when(b)) for a, b in actual))
    decided = decide(evidence, session, ended=True)
    assert (decided.state, decided.late) == (state, late)
    values = decided.reasons[0].values
    assert (values["minutes"], values["of"], values["percent"]) == minutes


def test_twenty_seconds_are_no_minute():
    values = decide([there(0, 1 / 3)], PLANNED, ended=True).reasons[0].values
    assert values == {"minutes": 0, "of": 90, "percent": 0}


def test_another_version_of_the_rule_decides_by_its_own_thresholds():
    strict = decision.Rule("2027-1", present_percent=90, late_after=timedelta(minutes=5))
    decided = decide([there(6, 80)], PLANNED, rule=strict, ended=True)
    assert (decided.state, decided.late, decided.rule) == (State.PARTIAL, True, "2027-1")


facts = st.builds(
    Fact,
    st.sampled_from(list(EvidenceKind)),
    st.integers(-30, 120).map(when),
    st.one_of(st.none(), st.integers(-30, 120).map(when)),
    st.sampled_from([*Mark, None]),
    st.integers(0, 2),
)


@settings(deadline=None)
@given(st.lists(facts, max_size=7), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(evidence, ended, random):
    shuffled = random.sample(evidence, len(evidence))
    assert decide(shuffled, PLANNED, ended=ended) == decide(evidence, PLANNED, ended=ended)


@settings(deadline=None)
@given(st.lists(facts, max_size=7))
def test_after_the_class_there_is_always_a_decision_that_can_be_kept(evidence):
    decided = decide(evidence, PLANNED, ended=True)
    assert decided.state in set(State)
    kept = json.loads(json.dumps(decided.why()))
    assert kept and all(Why(entry["code"]) and isinstance(entry["values"], dict) for entry in kept)


@settings(deadline=None)
@given(st.lists(st.builds(there, st.integers(-30, 120), st.integers(-30, 120)), max_size=6), st.integers(0, 5))
def test_the_same_device_seen_twice_adds_nothing(evidence, index):
    again = evidence + evidence[index : index + 1]
    assert decide(again, PLANNED, ended=True) == decide(evidence, PLANNED, ended=True)
