"""Every change that is announced has a reader: an unread row would stay for ever."""

import ast
import re
from pathlib import Path

from lms.attendance.actions import DECISION, TRACE
from lms.reach.queries.changes import KINDS

LMS = Path(__file__).resolve().parents[2] / "lms"
READ = {
    *KINDS, TRACE, "enrolment.line-ended", "enrolment.seat-came", "enrolment.welcome", "guardians.deletion-asked",
    "live.pulled", "people.child", "people.identified", "people.paused", "people.spoke", "people.withdrawn",
    "schedule.notice",
}  # fmt: skip


def announced():
    """Kinds given to `announce` and `announce_all`, as they stand in the code."""
    for path in LMS.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "").startswith("announce"):
                yield from re.findall(r"'([a-z]+\.[a-z_-]+)'", ast.unparse(call.args[0]))


def test_every_announced_kind_is_read():
    assert {*announced(), DECISION} - READ == set()
    assert "enrolment.enrolled" in set(announced())


def test_every_kind_has_one_reader():
    """A claimed row is gone, so two rooms cannot share a kind."""
    assert not set(KINDS) & {TRACE, "enrolment.welcome"}
