"""What the post brought: letters as they stand before they leave, with the codes and links in them."""

import re

from sqlalchemy import select

from lms.accounts import jobs
from lms.core.db import db, mode
from lms.notifications.models import Letter


def letters(template=""):
    """(address, text) of every letter, oldest first, once the job has written those that were asked for."""
    db.session.commit()
    with mode("write"):
        jobs.send_codes()
        db.session.commit()
    rows = db.session.scalars(select(Letter).where(Letter.template.contains(template)).order_by(Letter.id))
    return [(row.address, row.text) for row in rows]


def code_in(text):
    """The code of a letter."""
    return re.search(r"^\d{4} \d{4}$", text, re.MULTILINE).group()


def link_in(text):
    """The path of the link of a letter."""
    return re.search(r"https://cunghoc\.vn(/sign-in/link/\S+)", text).group(1)


def last_code(template="_code"):
    """The code of the newest letter."""
    return code_in(letters(template)[-1][1])
