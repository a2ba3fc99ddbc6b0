"""Opening an invitation with its claim code: slowed down where many wrong ones come from, the same words for each."""

from datetime import datetime

from lms.accounts import throttle
from lms.accounts.queries import sign_ins
from lms.accounts.rules import sign_ins as door
from lms.accounts.tokens import near
from lms.invitations import queries
from lms.invitations.models import Invitation
from lms.invitations.rules import codes


def waiting(key: str, typed: str, *, network: str, at: datetime) -> Invitation:
    """The invitation that waits under a code. Raises WrongCode, and SlowDown before anything is looked up.

    A code has 55 bits, so nothing is locked: a network that tried many has to wait between two.
    """
    found = opened(key, typed, network=network, at=at)
    if found is None or found.state != "invited":
        throttle.note(f"claim:{codes.tidy_code(typed)}", network=network, at=at)
        raise codes.WrongCode()
    return found


def opened(key: str, typed: str, *, network: str, at: datetime) -> Invitation | None:
    """The invitation under a code, whatever became of it. Raises SlowDown."""
    failed = sign_ins.failures("", near(network), at=at)
    door.check_network(failed.network_contacts, failed.network_last, at=at)
    return queries.by_code(codes.kept_code(key, typed))
