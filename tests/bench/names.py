"""Recognising the names of a mass session: 3,000 shown names and a class of 2,000."""

import random
import time

from lms.attendance.rules.matching import Learner, Roster, Seen
from lms.people.rules import MARK_SIGNS

LEARNERS, SHOWN, GOAL = 2_000, 3_000, 1.0
FAMILIES, MIDDLES, GIVENS = (
    line.split()
    for line in """
Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Giàng Sùng Vàng Lò Nông Thạch Niê
Thị Văn Minh Ngọc Thu Quang Hữu Đức Thanh Xuân Công Thùy Bảo A Mỹ
Lan Anh Ánh Hùng Hưng Tuấn Tuân Hòa Hoa Mai Mây Linh Páo Dở Nam Dũng Hà Hải Trang Huyền Phương Kiên
""".strip().splitlines()
)
HABITS = ("{name}", "{name} #{mark}", "{plain}", "{number}. {name}", "{given} {family}", "iPhone của {given}",
          "{name} - Lai Châu", "Galaxy A{number}", "{slip}", "{name} (học viên)")  # fmt: skip


def report() -> int:
    """Print a line; answers how many were taken for somebody else."""
    learners, shown = crowd(random.Random(5))
    began = time.process_time()
    roster = Roster(learners)
    matches = [roster.match(seen) for seen, _who in shown]
    took = time.process_time() - began
    known = sum(match.person_id is not None for match in matches)
    wrong = sum(match.person_id not in (None, who) for match, (_seen, who) in zip(matches, shown, strict=True))
    verdict = "ok" if took <= GOAL else "MORE THAN"
    print(
        f"names: {SHOWN} shown, class of {LEARNERS}: {took:.2f} s of CPU ({verdict} {GOAL:g}); "
        f"{100 * known // SHOWN}% matched by themselves, {wrong} wrongly"
    )
    return wrong


def crowd(chance: random.Random) -> tuple[list[Learner], list[tuple[Seen, int]]]:
    """A class, and (how somebody shows up, who it is), by the habits of the field."""
    learners = []
    for number in range(1, LEARNERS + 1):
        middles = chance.sample(MIDDLES, chance.choice((1, 1, 2)))
        name = " ".join([chance.choice(FAMILIES), *middles, chance.choice(GIVENS)])
        learners.append(Learner(number, name, "".join(chance.choices(MARK_SIGNS, k=4)), (f"p{number}@hoc.vn",)))
    shown = []
    for learner in chance.choices(learners, k=SHOWN):
        words = learner.name.split()
        habit = chance.choice(HABITS)
        text = habit.format(
            name=learner.name,
            plain=learner.name.upper(),
            slip=learner.name[:-1] + chance.choice("nghm"),
            given=words[-1],
            family=words[0],
            mark=learner.mark,
            number=chance.randint(1, 60),
        )
        email = learner.emails[0] if chance.random() < 0.1 else None
        shown.append((Seen(text, None, email), learner.id))
    return learners, shown
