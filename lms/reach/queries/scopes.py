"""What part of the country a viewer may see figures of, and what they asked for."""

from typing import Any, NamedTuple

from lms.people.queries import covers
from lms.people.rules import RoleName
from lms.places import queries as places
from lms.places.models import Province
from lms.reach.rules.indicators import Indicator
from lms.reach.rules.period import Period

#: Stands in an address for those whose province is not known.
UNKNOWN = "unknown"


class Scope(NamedTuple):
    """A part of the country."""

    #: As it stands in an address: a province code, `unknown`, or "" for all that the viewer may see.
    code: str
    #: The provinces it is made of ("" for the unknown); None for the whole country, the unknown included.
    provinces: tuple[str, ...] | None
    #: The province whose coordinator may see it; "" for a national one.
    province_code: str


#: Everybody.
WHOLE = Scope("", None, "")


class Asked(NamedTuple):
    """Figures somebody asked for; what may be seen is decided by `province_code`."""

    indicator: Indicator
    period: Period
    scope: Scope

    @property
    def province_code(self) -> str:
        """Of its scope."""
        return self.scope.province_code


def own_provinces(viewer: Any) -> tuple[str, ...]:
    """The provinces a coordinator is limited to, by code; empty for others, and for the whole country."""
    if covers(viewer, None):
        return ()
    return tuple(sorted({role.province_code for role in viewer.roles_now if role.name == RoleName.COORDINATOR}))


def scope(viewer: Any, code: str = "") -> Scope | None:
    """What `code` means for a viewer: None when it is outside their scope, or is no province."""
    if code == UNKNOWN:
        return Scope(UNKNOWN, ("",), "") if covers(viewer, None) else None
    if not code:
        own = own_provinces(viewer)
        if own:
            return Scope("", own, own[0])
        return WHOLE if covers(viewer, None) else None
    if not covers(viewer, code) or places.province(code) is None:
        return None
    return Scope(code, (code,), code)


def to_choose_from(viewer: Any, provinces: list[Province]) -> list[Province]:
    """Those of these provinces that a viewer may ask for."""
    return [province for province in provinces if covers(viewer, province.code)]
