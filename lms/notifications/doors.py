"""Which ways out there are with these settings: e-mail by SMTP, text by a gateway."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from email.utils import parseaddr
from functools import partial
from typing import Any

from flask import current_app

from lms.notifications import gateway, smtp

Send = Callable[[Any], None]
#: The channel that reaches a contact of this kind.
CHANNELS = {"email": "email", "phone": "text"}


def ways() -> dict[str, Callable[[], AbstractContextManager[Send]]]:
    """By channel, what opens its door; a channel without settings is missing."""
    config = current_app.config
    mail = smtp.settings(config["SMTP_URL"], config["MAIL_FROM"])
    text = gateway.settings(config["TEXT_URL"], config["TEXT_TOKEN"])
    found = (("email", mail and partial(smtp.door, mail)), ("text", text and partial(gateway.door, text)))
    return {channel: door for channel, door in found if door}


def mailbox() -> str | None:
    """The bare address that e-mail leaves from; None when none can."""
    mail = smtp.settings(current_app.config["SMTP_URL"], current_app.config["MAIL_FROM"])
    return parseaddr(mail.sender)[1] if mail else None


def can_send(kind: str) -> bool:
    """Whether a letter can reach a contact of this kind (`email` or `phone`) at all."""
    return CHANNELS[kind] in ways()
