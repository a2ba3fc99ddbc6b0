"""What the policy is asked about: something of a session, which belongs to a series."""

from dataclasses import dataclass

from lms.schedule.models import Session


@dataclass(frozen=True)
class OfSession:
    """Something of a session; the kinds say what."""

    session: Session

    @property
    def series_id(self) -> int:
        """The series, so that the policy can ask who teaches it."""
        return self.session.series_id

    @property
    def id(self) -> int:
        """The session's key."""
        return self.session.id
