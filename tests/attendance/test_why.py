"""Why a decision is as it is, in words: every reason, the rule behind it, and what was set aside."""

from types import SimpleNamespace

import pytest

from lms.attendance import sentences
from lms.attendance.rules.decision import EvidenceKind, Mark, Why
from lms.core.words import speak
from tests.conftest import AT

SHARE = {"minutes": 45, "of": 90, "percent": 50, "present": 70, "partial": 30}
VALUES = {
    Why.MARK: {"mark": "late"},
    Why.INTERVAL: SHARE,
    Why.DURATION: SHARE,
    Why.LATE: {"minutes": 12, "after": 10},
    Why.OUTSIDE: {"minutes": 15},
    Why.TWICE: {"minutes": 20},
    Why.TAKEN_BACK: {"stays": 1},
}
#: These stand behind a decisive reason, never alone.
BEHIND = {Why.LATE, Why.OUTSIDE, Why.TWICE, Why.TAKEN_BACK}


def decided(*reasons, rule="2026-1"):
    return SimpleNamespace(why=[{"code": why.value, "values": VALUES.get(why, {})} for why in reasons], rule=rule)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("reason", list(Why))
def test_every_reason_has_a_sentence_and_a_rule(app, reason, language):
    speak(language)
    first = Why.INTERVAL if reason in BEHIND else reason
    decision = decided(*dict.fromkeys([first, reason]), rule="2027-3")
    said = [*sentences.why(decision), sentences.rule(decision)]
    assert all(line and "%" not in line.replace("%)", "").replace("0%", "") for line in said)
    assert "2027-3" in said[-1]


def test_minutes_rule_and_what_was_set_aside(app):
    decision = decided(Why.INTERVAL, Why.LATE, Why.OUTSIDE, Why.TWICE, Why.TAKEN_BACK)
    assert sentences.why(decision) == [
        "Ở trong phòng 45 trên 90 phút (50%)",
        "Vào sau giờ bắt đầu 12 phút",
        "Không tính: 15 phút trước hoặc sau giờ học",
        "Chỉ tính một lần: 20 phút trên hai thiết bị cùng lúc",
        "Không tính: thời gian trong phòng là của người khác",
    ]
    assert sentences.rule(decision) == "Theo quy tắc 2026-1: có mặt từ 70% giờ học, có mặt một phần từ 30%"


def test_a_decision_from_before_thresholds_were_kept_names_those_of_its_time(app):
    decision = SimpleNamespace(
        why=[{"code": "interval", "values": {"minutes": 1, "of": 2, "percent": 50}}], rule="2026-1"
    )
    assert sentences.rule(decision) == "Theo quy tắc 2026-1: có mặt từ 70% giờ học, có mặt một phần từ 30%"


def trace(number, kind, stay=None, value=None, seconds=None):
    return SimpleNamespace(
        id=number, kind=kind, at=AT, until=AT, stay_id=stay, value=value, seconds=seconds, reason=None
    )


def test_traces_leave_out_what_was_somebody_elses(app):
    stays = [
        trace(1, EvidenceKind.INTERVAL, stay=7),
        trace(2, EvidenceKind.INTERVAL, stay=7, value=Mark.WITHDRAWN),
        trace(3, EvidenceKind.DURATION, stay=8, seconds=1500),
        trace(4, EvidenceKind.INTERVAL),
    ]
    said = ["Ở trong phòng tổng cộng 25 phút", "Trong phòng 19:20 – 19:20"]
    assert sentences.traces(stays) == said
    assert sentences.traces(stays[:2]) == []
    again = trace(5, EvidenceKind.INTERVAL, stay=7)
    assert sentences.traces([*stays, again]) == [*said, said[1]]
    assert sentences.state(None, stays[:2]).text == "Chưa thấy"
    assert sentences.state(None, stays[2:]).text == "Chưa rõ"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("present", "Có mặt"),
        ("present late", "Có mặt, muộn"),
        ("present self-reported", "Tự khai"),
        ("present late self-reported", "Tự khai, muộn"),
        ("partial late", "Có mặt một phần, muộn"),
        ("absent", "Vắng"),
        ("excused", "Có phép"),
        ("watched_later", "Đã xem lại"),
        ("open", "Chưa thấy"),
    ],
)
def test_what_a_recount_calls_a_decision(app, label, words):
    assert sentences.label_word(label).text == words
