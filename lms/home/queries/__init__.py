"""Questions that gather several rooms for one page. None asks about more than one person or one class."""

from lms.home.queries.desk import After, Before, after, before, wall
from lms.home.queries.own import Day, Evening, Stand, agenda, day, lessons_of, stand, standing

__all__ = [
    "After",
    "Before",
    "Day",
    "Evening",
    "Stand",
    "after",
    "agenda",
    "before",
    "day",
    "lessons_of",
    "stand",
    "standing",
    "wall",
]
