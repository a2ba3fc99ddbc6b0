"""What the post office does by itself."""

from flask import current_app

from lms.core import clock
from lms.core.db import transaction
from lms.core.jobs import every
from lms.notifications import actions, rules, smtp


@every(seconds=10)
def deliver() -> None:
    """Send what is due, one letter a transaction; none is open while the mail server is spoken to."""
    settings = smtp.settings(current_app.config["SMTP_URL"], current_app.config["MAIL_FROM"])
    if settings is None:
        actions.keep_waiting(at=clock.now())
        return
    with smtp.door(settings) as send:
        for _number in range(rules.ROUND):
            if not deliver_next(send):
                return


def deliver_next(send) -> bool:
    """Take, send and note one letter; answers whether there was one."""
    with transaction():
        letter = actions.take(at=clock.now())
    if letter is None:
        return False
    try:
        send(letter)
    except smtp.NotSent as trouble:
        with transaction():
            actions.note_trouble(letter, str(trouble), final=trouble.final, at=clock.now())
    else:
        with transaction():
            actions.note_sent(letter, at=clock.now())
    return True
