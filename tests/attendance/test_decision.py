"""From evidence to a decision, as decision tables. Minutes are counted from the start of a 90-minute class."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.attendance.rules import decision
from lms.attendance.rules.decision import EvidenceKind, Fact, Span, State, decide

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


def there(start, end, stay=None, value=None, serial=0):
    until = None if end is None else when(end)
    return Fact(EvidenceKind.INTERVAL, when(start), until, value, serial, stay_id=stay)


def total(minutes, start=0, end=None, stay=None, value=None, serial=0):
    """So many minutes in a meeting from `start` to `end` (None: nobody knows when it ran)."""
    until = None if end is None else when(end)
    return Fact(EvidenceKind.DURATION, when(start), until, value, serial, int(minutes * 60), stay)


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
        ([there(-20, 200)], State.PRESENT, False, False, ["interval", "outside"]),
        ([there(0, 63)], State.PRESENT, False, False, ["interval"]),
        ([there(0, 62.995)], State.PARTIAL, False, False, ["interval"]),
        ([there(0, 27)], State.PARTIAL, False, False, ["interval"]),
        ([there(0, 26.98)], State.ABSENT, False, False, ["interval"]),
        ([there(10, 90)], State.PRESENT, False, False, ["interval"]),
        ([there(10.02, 90)], State.PRESENT, True, False, ["interval", "late"]),
        ([there(50, 90)], State.PARTIAL, True, False, ["interval", "late"]),
        ([there(80, 90)], State.ABSENT, False, False, ["interval", "late"]),
        # In early, out before the class, back late.
        ([there(-20, -5), there(20, 90)], State.PRESENT, True, False, ["interval", "late", "outside"]),
        # Two devices at once are one person.
        ([there(0, 40), there(5, 41)], State.PARTIAL, False, False, ["interval", "twice"]),
        ([there(0, 40), there(30, 65)], State.PRESENT, False, False, ["interval", "twice"]),
        ([there(0, 65), there(5, 10)], State.PRESENT, False, False, ["interval", "twice"]),
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
    assert decided.rule == "2026-1"


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
    assert values == {"minutes": 0, "of": 90, "percent": 0, "present": 70, "partial": 30}


def test_another_version_of_the_rule_decides_by_its_own_thresholds():
    strict = decision.Rule("2027-1", present_percent=90, late_after=timedelta(minutes=5))
    decided = decide([there(6, 80)], PLANNED, rule=strict, ended=True)
    assert (decided.state, decided.late, decided.rule) == (State.PARTIAL, True, "2027-1")


@pytest.mark.parametrize(
    ("evidence", "state", "late", "own_word", "why"),
    [
        # A sum without times confirms as times do, but nobody is late by it.
        ([total(90)], State.PRESENT, False, False, ["duration"]),
        ([total(63)], State.PRESENT, False, False, ["duration"]),
        ([total(62.9)], State.PARTIAL, False, False, ["duration"]),
        ([total(27)], State.PARTIAL, False, False, ["duration"]),
        ([total(26.9)], State.ABSENT, False, False, ["duration"]),
        ([total(0)], State.ABSENT, False, False, ["nothing"]),
        ([total(63), click(50)], State.PRESENT, False, False, ["duration"]),
        # One's own word stands beside a sum that is too small, and is not late for want of a time.
        ([total(10), code(5)], State.PRESENT, False, True, ["code", "duration"]),
        ([total(10), code(50)], State.PRESENT, True, True, ["code", "late", "duration"]),
        ([total(63), code(50)], State.PRESENT, False, False, ["duration"]),
        # Several sums of one meeting may be the same minutes on two devices: the longest counts.
        ([total(40), total(30)], State.PARTIAL, False, False, ["duration"]),
        ([total(40, 0, 90), total(63, 0, 90)], State.PRESENT, False, False, ["duration"]),
        # A meeting that was started again: the sums of both add up, each at most as long as its meeting.
        ([total(30, 0, 30), total(40, 40, 90)], State.PRESENT, False, False, ["duration"]),
        ([total(90, 0, 30), total(30, 40, 90)], State.PARTIAL, False, False, ["duration"]),
        # A meeting at another time proves nothing here.
        ([total(90, 200, 290)], State.ABSENT, False, False, ["nothing"]),
        # Beside times: whichever proves more; of equals the times, which also know who was late.
        ([total(63), there(15, 60)], State.PRESENT, False, False, ["duration", "interval"]),
        ([total(63), there(15, 90)], State.PRESENT, True, False, ["interval", "late"]),
        ([total(28), there(15, 60)], State.PARTIAL, True, False, ["interval", "late"]),
        # Twenty-eight minutes of ninety, and the code: times are measured and outrank it.
        ([total(30), there(0, 20), code()], State.PARTIAL, False, False, ["duration", "interval"]),
    ],
)
def test_a_sum_without_times_confirms_and_makes_nobody_late(evidence, state, late, own_word, why):
    decided = decide(evidence, PLANNED, ended=True)
    assert (decided.state, decided.late, decided.self_reported) == (state, late, own_word)
    assert codes(decided) == why


def test_a_sum_shows_minutes_and_thresholds():
    values = decide([total(200)], PLANNED, ended=True).reasons[0].values
    assert values == {"minutes": 90, "of": 90, "percent": 100, "present": 70, "partial": 30}


OURS, NOT_OURS = None, "withdrawn"


@pytest.mark.parametrize(
    ("evidence", "state", "why"),
    [
        ([there(0, 90, 7, OURS, 1)], State.PRESENT, ["interval"]),
        ([there(0, 90, 7, OURS, 1), there(0, 90, 7, NOT_OURS, 2)], State.ABSENT, ["nothing", "taken_back"]),
        # Recognised again after that, in whatever order the rows come.
        (
            [there(0, 90, 7, NOT_OURS, 2), there(0, 90, 7, OURS, 3), there(0, 90, 7, OURS, 1)],
            State.PRESENT,
            ["interval"],
        ),
        # One of two stays, or a sum.
        (
            [there(0, 40, 7, OURS, 1), there(0, 90, 8, OURS, 2), there(0, 90, 8, NOT_OURS, 3)],
            State.PARTIAL,
            ["interval", "taken_back"],
        ),
        (
            [total(90, stay=7, serial=1), total(90, stay=7, value=NOT_OURS, serial=2)],
            State.ABSENT,
            ["nothing", "taken_back"],
        ),
        ([there(0, 90, 7, OURS, 1), there(0, 90, 7, NOT_OURS, 2), click()], State.ABSENT, ["click_only", "taken_back"]),
        (
            [there(0, 90, 7, OURS, 1), there(0, 90, 7, NOT_OURS, 2), code()],
            State.PRESENT,
            ["code", "late", "taken_back"],
        ),
        # What is no line of a report is nobody's to take back.
        ([there(0, 90, None, OURS, 1), there(0, 90, 7, NOT_OURS, 2)], State.PRESENT, ["interval", "taken_back"]),
    ],
)
def test_what_a_report_says_of_somebody_can_be_taken_back_by_the_stay(evidence, state, why):
    decided = decide(evidence, PLANNED, ended=True)
    assert (decided.state, codes(decided)) == (state, why)


def test_what_was_set_aside_is_told_in_minutes():
    decided = decide([there(-40, 60), there(20, 63)], PLANNED, ended=True)
    assert [(reason.code.value, reason.values.get("minutes")) for reason in decided.reasons] == [
        ("interval", 63),
        ("outside", 15),
        ("twice", 40),
    ]


def test_three_joins_on_two_devices_are_one_person():
    """Case 15: 225 minutes in the file, 113 and a half in the world."""
    evening = Span(START, START + timedelta(minutes=120))
    decided = decide([there(0, 112), there(0.5, 60.5), there(60.5, 113.5)], evening, ended=True)
    assert (decided.state, decided.late, codes(decided)) == (State.PRESENT, False, ["interval", "twice"])
    assert (decided.reasons[0].values["minutes"], decided.reasons[0].values["percent"]) == (113, 94)
    assert decided.reasons[1].values == {"minutes": 111}


def test_twenty_seconds_that_the_file_calls_a_minute_are_none():
    """Case 16."""
    decided = decide(
        [Fact(EvidenceKind.INTERVAL, when(5), when(5) + timedelta(seconds=20), seconds=60)], PLANNED, ended=True
    )
    assert (decided.state, decided.reasons[0].values["minutes"], decided.reasons[0].values["percent"]) == (
        State.ABSENT,
        0,
        0,
    )


def test_a_host_who_comes_late_and_a_learner_who_leaves_at_65_percent():
    """Case 24: waiting from 20 minutes before the class; the host comes 12 minutes late; gone at 65 % of the rest."""
    evening = Span(START, PLANNED.ends_at, ((when(12), when(95)),))
    decided = decide([there(-20, 12 + 0.65 * 78)], evening, ended=True)
    assert (decided.state, decided.late, codes(decided)) == (State.PARTIAL, False, ["interval", "outside"])
    values = decided.reasons[0].values
    assert (values["minutes"], values["of"], values["percent"]) == (50, 78, 65)
    assert decided.reasons[1].values == {"minutes": 27}
