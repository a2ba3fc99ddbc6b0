"""Questions about persons."""

from typing import Any

from lms.people.rules import RoleName


def covers(person: Any, province_code: str | None) -> bool:
    """Whether a coordinator's scope covers a province (None or "" asks for the whole country)."""
    scopes = [role.province_code for role in person.roles_now if role.name == RoleName.COORDINATOR]
    return "" in scopes or bool(province_code) and province_code in scopes
