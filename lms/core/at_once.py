"""What has to stay whatever becomes of the request, and has to be there before it goes on."""

from collections.abc import Callable
from typing import Any

from flask import has_request_context, request

from lms.core.db import SAFE, WroteInRead, db, mode, transaction


def at_once(do: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """Do this now in a small transaction of its own; answers what it answers.

    For what is counted before it is tried, so that many at once cannot outrun a limit. Call it before the request
    has changed anything: what it read is read again when it is next looked at. Outside a request it is just done.
    """
    if not has_request_context():
        return do(*args, **values)
    session = db.session
    changed = session().in_transaction() and session.connection().info.get("mode") == "write"
    if request.method in SAFE or changed:
        raise WroteInRead("only an unsafe request that has changed nothing yet may do something at once")
    session.rollback()
    with mode("write"), transaction():
        return do(*args, **values)
