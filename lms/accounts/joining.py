"""Becoming a learner from a sheet that was filled in, on whichever page it stood.

Slow, for a password is scrambled; it comes before anything is written.
"""

from datetime import datetime
from typing import Any

from flask import current_app

from lms.accounts import arrivals, passwords, recovery, tokens
from lms.accounts.actions import sign_ins as actions
from lms.accounts.forms.account import SignUpForm
from lms.accounts.queries import sign_ins as queries
from lms.accounts.rules import sign_ins as rules


def join(form: SignUpForm, *, network: str, at: datetime) -> tuple[Any, str]:
    """The new person of a valid form, and their recovery code. The same sheet sent twice is one person.

    Raises CrowdSigningUp and what `actions.register` raises.
    """
    near, key = tokens.near(network, "sign-ups"), current_app.config["SECRET_KEY"]
    lately = queries.failures("", near, at=at)
    rules.check_crowd(lately.network_contacts, lately.network_last, at=at)
    code = recovery.new_code(form.seed(key))
    secrets = {"password": passwords.scramble(form.password.data), "recovery": tokens.digest(code)}
    person = actions.register(**form.person(), **secrets, number=form.number(key), by=None, at=at)
    actions.note_try(tokens.keyed(person.public_id), None, near, at=at)
    arrivals.note(person, at=at)
    return person, code
