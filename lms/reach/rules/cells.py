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

    Small ones are hidden. Where that leaves a single one hidden, the total would give it away: the next
    smallest is hidden with it.
    """
    found = {
        key: Cell(shown(people, team=False, thresholds=thresholds), 0 < people < thresholds.least_shown)
        for key, people in cells.items()
    }
    if sum(cell.small for cell in found.values()) == 1:
        others = [key for key, cell in found.items() if not cell.small and cell.people]
        if others:
            found[min(others, key=lambda key: (cells[key], key))] = Cell(None)
    return found
