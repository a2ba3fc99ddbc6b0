"""Proving to be the guardian with the code of the page.

A try is written down and committed as wrong first, then counted, then made: many at once cannot outrun the limit.
"""

from datetime import datetime
from typing import Any

from lms.accounts import passwords
from lms.core.at_once import at_once
from lms.core.db import afterwards
from lms.guardians import actions, queries, rules


def check(row: Any, code: str, *, at: datetime) -> None:
    """Refuses a code that is not the one of the guardianship in `row`.

    Raises TooManyCodes (and then the try does not count) and WrongCode. Slow: nothing may have been changed yet.
    """
    page = row.id
    rules.check_tries(*queries.wrong_codes(page, at=at), at=at)
    number = at_once(actions.note_try, page, at=at)
    try:
        rules.check_tries(*queries.wrong_codes(page, before=number, at=at), at=at)
    except rules.TooManyCodes:
        afterwards(actions.forget_try, number, at=at)
        raise
    if not passwords.matches(row.code or "", code):
        raise rules.WrongCode()
    actions.forget_try(number, at=at)
