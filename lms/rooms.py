"""The directory of rooms, from the ground up: who has pages, tables, jobs and personal data."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

ROOMS = (
    "audit",
    "notifications",
    "places",
    "files",
    "people",
    "accounts",
    "writing",
    "guardians",
    "invitations",
    "profile",
    "catalogue",
    "partners",
    "schedule",
    "enrolment",
    "live",
    "quizzes",
    "attendance",
    "certificates",
    "reach",
    "home",
    "rights",
    "duplicates",
    "directory",
    "admin",
)


def desks(name: str) -> list[tuple[str, ModuleType]]:
    """Every room's desk called `name` (`models`, `jobs`, `views`, …), with the room, from the ground up."""
    return [(room, import_module(f"lms.{room}.{name}")) for room in ROOMS if _is_there(f"lms.{room}.{name}")]


def _is_there(module: str) -> bool:
    found = find_spec(module)
    return found is not None and found.origin is not None
