"""How a learner is called at Zoom: by name and mark, under an address that is nobody's."""

from lms.core.ids import sealed_id

#: Zoom's limit of a first name.
LONGEST_NAME = 64
#: Refusals that are about this learner only, by Zoom's code: the host may not register; the request is not valid.
PERSONAL = ("3027", "300")


def address(key: str, series_id: str, person_id: str, host: str) -> str:
    """The pseudonymous e-mail address of a learner in a class (public ids): always the same, and opaque to others."""
    return f"{sealed_id(key, f'live:{series_id}:{person_id}')}@{host}"


def names(name: str, mark: str) -> tuple[str, str]:
    """(first name, last name) that Zoom shows as `Họ Tên #A7K2`."""
    return name[:LONGEST_NAME].strip() or "Bạn", f"#{mark}"
