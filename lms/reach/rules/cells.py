"""Small cells: what a table shows outside the team, so that no number tells who is in it."""

from collections.abc import Mapping
from typing import NamedTuple

from lms.reach.rules.indicators import THRESHOLDS, Thresholds, shown


class Cell(NamedTuple):
    """A number as a stranger may see it: `people` None where it is hidden, `small` where it is below the limit."""

    people: int | None
    small: bool = False


def for_strangers(cells: Mapping[str, int], thresholds: Thresholds = THRESHOLDS) -> dict[str, Cell]:
    """The cells of one table whose total is shown as well.

    Small ones are hidden. As long as the total and the numbers that stay would give them away, the next smallest is
    hidden with them.
    """
    found = {
        key: Cell(shown(people, team=False, thresholds=thresholds), 0 < people < thresholds.least_shown)
        for key, people in cells.items()
    }
    small = [cells[key] for key, cell in found.items() if cell.small]
    others = sorted((key for key, cell in found.items() if cell.people), key=lambda key: (cells[key], key))
    hidden: list[int] = []
    while small and others and _told(small, hidden, cells[others[0]], thresholds.least_shown):
        key = others.pop(0)
        hidden.append(cells[key])
        found[key] = Cell(None)
    return found


def _told(small: list[int], hidden: list[int], least: int, limit: int) -> bool:
    """Whether a reader can work out a small number: it is 1 to `limit` - 1, what is `hidden` with it is at least
    `limit` and at most the `least` that stays, and their sum is what the others leave of the total."""
    total, count = sum(small) + sum(hidden), len(small)
    lowest = max(count, total - least * len(hidden))
    highest = min(count * (limit - 1), total - limit * len(hidden))
    return lowest == highest and (count == 1 or lowest in (count, count * (limit - 1)))
