"""The only door to SMTP. No transaction may be open while it is used: a mail server can be slow."""

import re
import smtplib
import ssl
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lms.notifications.rules import LOOPBACK, NotSent

#: What an iTIP message asks (RFC 5546).
METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
#: Seconds the server has for one answer.
TIMEOUT = 20


class Settings(NamedTuple):
    """How letters leave. `secure`: TLS from the first byte (smtps)."""

    host: str
    port: int
    user: str
    password: str
    secure: bool
    sender: str


def settings(url: str, sender: str) -> Settings | None:
    """What LMS_SMTP_URL and LMS_MAIL_FROM say; None when letters cannot leave."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        return None
    user, secure = unquote(parts.username or ""), parts.scheme == "smtps"
    sender = sender or user
    if "@" not in parseaddr(sender)[1]:
        return None
    port = parts.port or (465 if secure else 587)
    return Settings(parts.hostname, port, user, unquote(parts.password or ""), secure, sender)


def message(letter: Any, sender: str) -> EmailMessage:
    """The letter as it goes out. The policy refuses line breaks in headers; addresses are built from their parts.

    The Message-ID is the letter's own, so that a letter sent twice (a worker died in between) is known as one.
    """
    name, address = parseaddr(sender)
    made = EmailMessage(policy=SMTP)
    made["Subject"] = letter.subject
    made["From"] = Address(display_name=name or "Cùng Học", addr_spec=address)
    made["To"] = Address(addr_spec=letter.address)
    made["Date"] = format_datetime(letter.written_at)
    made["Message-ID"] = f"<{letter.public_id}@{address.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    if letter.stop_url:  # RFC 8058: one press in the mail program, no page to open
        made["List-Unsubscribe"] = f"<{letter.stop_url}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar:
        _add_calendar(made, letter.calendar)
    return made


def _add_calendar(made: EmailMessage, calendar: str) -> None:
    """The last alternative (RFC 6047, 2.4), never an attachment. The method in its type is the one it holds: they
    must be the same, or mail programs refuse it."""
    found = METHOD.search(calendar)
    kind = {"method": found[1]} if found else {}
    made.add_alternative(calendar, subtype="calendar", cte="base64", params=kind)


@contextmanager
def door(to: Settings):
    """A connection opened at the first letter; yields `send(letter)`, which raises NotSent."""
    held: list[smtplib.SMTP] = []

    def send(letter: Any) -> None:
        try:
            if not held:
                held.append(_open(to))
            held[0].send_message(message(letter, to.sender))
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            raise NotSent(f"{code} {_text(said)}", final=code >= 500) from refused
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused) as error:
            _drop(held)  # our own settings: the operator mends them, the letter waits
            raise NotSent(f"{error.smtp_code} {_text(error.smtp_error)}", final=False) from error
        except smtplib.SMTPResponseException as error:
            _drop(held)
            raise NotSent(f"{error.smtp_code} {_text(error.smtp_error)}", final=error.smtp_code >= 500) from error
        except (OSError, smtplib.SMTPException) as error:
            _drop(held)
            raise NotSent(f"{type(error).__name__}: {error}", final=False) from error
        except ValueError as error:  # a header nobody may send
            raise NotSent(f"{type(error).__name__}: {error}", final=True) from error

    try:
        yield send
    finally:
        _drop(held)


def _open(to: Settings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if to.secure:
        server: smtplib.SMTP = smtplib.SMTP_SSL(to.host, to.port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(to.host, to.port, timeout=TIMEOUT)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif to.user and to.host not in LOOPBACK:
            server.close()
            raise smtplib.SMTPNotSupportedError("the server offers no TLS, so the password is not sent")
    if to.user:
        server.login(to.user, to.password)
    return server


def _drop(held: list[smtplib.SMTP]) -> None:
    while held:
        try:
            held.pop().quit()
        except (OSError, smtplib.SMTPException):
            continue


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
