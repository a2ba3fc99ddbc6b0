"""Changes to sign-ins."""

from datetime import datetime

from sqlalchemy import update

from lms.accounts.models import SignIn
from lms.core.db import db


def touch(sign_in_id: int, *, at: datetime) -> None:
    """The person was here just now."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=at))
