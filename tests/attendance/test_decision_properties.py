"""What holds of every decision, whatever the evidence. Minutes are counted from the start of a 90-minute class."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from lms.attendance.rules.decision import EvidenceKind, Fact, Mark, Span, State, Why, class_time, decide
from lms.attendance.rules.intervals import seconds
from lms.attendance.rules.versions import Rule

START = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
MEASURED = (EvidenceKind.INTERVAL, EvidenceKind.DURATION)
#: From the one that says least for a learner.
STATES = (None, State.ABSENT, State.EXCUSED, State.PARTIAL, State.WATCHED_LATER, State.PRESENT)


def when(minute):
    return START + timedelta(minutes=minute)


@st.composite
def trace(draw, kinds):
    """One trace; only what a report says has a stay, a sum or was taken back."""
    kind, at = draw(st.sampled_from(kinds)), draw(st.integers(-30, 120))
    if kind == EvidenceKind.MARK:
        return Fact(kind, when(at), value=draw(st.sampled_from(list(Mark))))
    if kind not in MEASURED:
        return Fact(kind, when(at))
    until = draw(st.one_of(st.none(), st.integers(-30, 120).map(when)))
    stay = draw(st.one_of(st.none(), st.integers(1, 3)))
    value = draw(st.sampled_from([None, None, Mark.WITHDRAWN.value])) if stay else None
    return Fact(kind, when(at), until, value, seconds=draw(st.integers(0, 7200)), stay_id=stay)


def traces(kinds=tuple(EvidenceKind), size=7):
    """Some traces, numbered in the order in which they were written down."""
    return st.lists(trace(kinds), max_size=size).map(
        lambda rows: [replace(row, id=number) for number, row in enumerate(rows, 1)]
    )


meetings = st.lists(st.tuples(st.integers(-30, 120), st.integers(-30, 120)).filter(lambda pair: pair[0] < pair[1]))
spans = meetings.map(lambda pairs: Span(START, when(90), tuple((when(a), when(b)) for a, b in pairs)))
rules = st.tuples(st.integers(2, 100), st.integers(1, 99), st.integers(0, 60)).filter(lambda it: it[1] < it[0])
rules = rules.map(lambda it: Rule("2027-1", it[0], it[1], timedelta(minutes=it[2])))
randoms = st.randoms(use_true_random=False)


@given(traces(), spans, rules, st.booleans(), randoms)
def test_the_order_of_the_evidence_does_not_matter(evidence, span, rule, ended, random):
    shuffled = random.sample(evidence, len(evidence))
    assert decide(shuffled, span, rule=rule, ended=ended) == decide(evidence, span, rule=rule, ended=ended)


@given(traces(), spans, rules)
def test_after_the_class_there_is_always_a_decision_that_can_be_kept(evidence, span, rule):
    decided = decide(evidence, span, rule=rule, ended=True)
    assert (decided.state in set(State), decided.rule) == (True, "2027-1")
    kept = json.loads(json.dumps(decided.why()))
    assert kept and all(Why(entry["code"]) and isinstance(entry["values"], dict) for entry in kept)


@given(traces(), spans)
def test_nobody_was_there_longer_than_the_class(evidence, span):
    longest = seconds(class_time(span))
    assert 60 <= longest <= 90 * 60
    for reason in decide(evidence, span, ended=True).reasons:
        if reason.code in {Why.INTERVAL, Why.DURATION}:
            assert 0 <= reason.values["minutes"] <= reason.values["of"] == longest // 60
            assert 0 <= reason.values["percent"] <= 100


@given(traces(), spans, rules, st.booleans(), randoms)
def test_the_same_report_again_changes_nothing(evidence, span, rule, ended, random):
    """Rows of a report imported twice: of other lines with the same times, or once more of the same lines."""
    reported = [item for item in evidence if item.kind in MEASURED and item.stay_id is None]
    again = [replace(item, id=100 + number) for number, item in enumerate(reported)]
    mixed = random.sample(evidence + again, len(evidence) + len(again))
    assert decide(mixed, span, rule=rule, ended=ended) == decide(evidence, span, rule=rule, ended=ended)


@given(traces(), spans, st.integers(-30, 60), st.integers(1, 60), st.integers(0, 60), st.booleans())
def test_a_reconnect_within_a_minute_changes_nothing(evidence, span, start, length, gap, ended):
    """A stay cut in two at any place, with at most the gap between: the same state, lateness, minutes."""
    whole = Fact(EvidenceKind.INTERVAL, when(start), when(start + 2 * length), id=200)
    cut = when(start + length)
    parts = [replace(whole, until=cut), replace(whole, at=cut + timedelta(seconds=gap), id=201)]
    assume(parts[1].at < parts[1].until)
    one, two = (decide(evidence + rows, span, ended=ended) for rows in ([whole], parts))
    assert (two.state, two.late, two.self_reported, two.reasons[0]) == (
        one.state,
        one.late,
        one.self_reported,
        one.reasons[0],
    )


@given(traces(), spans, rules, st.booleans(), trace((EvidenceKind.CLICK, EvidenceKind.CODE, EvidenceKind.QUIZ)))
def test_a_word_of_ones_own_never_lowers_a_decision(evidence, span, rule, ended, more):
    before = decide(evidence, span, rule=rule, ended=ended)
    after = decide([*evidence, replace(more, id=300)], span, rule=rule, ended=ended)
    assert STATES.index(after.state) >= STATES.index(before.state)


@given(traces(), spans, rules, st.booleans(), trace((*MEASURED, EvidenceKind.WALK_IN, EvidenceKind.RECAP)))
def test_more_that_was_seen_lowers_nothing_but_ones_own_word(evidence, span, rule, ended, more):
    """Another device, a second report, a paper list, a recording: none lowers what reports, lists and marks say.

    Where it does not hold: a decision that rests on one's own word alone (self-reported), for what was measured
    outranks what was said.
    """
    more = replace(more, id=300, value=None, stay_id=None)
    before = decide(evidence, span, rule=rule, ended=ended)
    after = decide([*evidence, more], span, rule=rule, ended=ended)
    assert before.self_reported or STATES.index(after.state) >= STATES.index(before.state)


@given(traces(), spans, rules, traces(tuple(set(EvidenceKind) - {EvidenceKind.MARK, EvidenceKind.RECAP})))
def test_a_mark_stands_whatever_comes_after_it(evidence, span, rule, more):
    for value in (Mark.PRESENT, Mark.LATE, Mark.ABSENT, Mark.EXCUSED):
        said = Fact(EvidenceKind.MARK, when(500), value=value, id=400)
        decided = decide([*evidence, said, *more], span, rule=rule, ended=True)
        assert decided.state == (State.PRESENT if value == Mark.LATE else State(value))
        assert decided.reasons[0].values == {"mark": value.value}


@given(traces(MEASURED), spans, rules)
def test_a_click_is_never_presence(evidence, span, rule):
    """And without a report there is none either."""
    click = Fact(EvidenceKind.CLICK, when(-3), id=300)
    with_it, without = (decide(rows, span, rule=rule, ended=True) for rows in ([*evidence, click], evidence))
    assert (with_it.state, with_it.late) == (without.state, without.late)
    assert decide([click, replace(click, id=301)], span, rule=rule, ended=True).state == State.ABSENT
