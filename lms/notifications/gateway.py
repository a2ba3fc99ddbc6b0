"""The only door to a text gateway: one POST of JSON for each letter; docs/gateway.md tells what stands behind it.

No transaction may be open while it is used: a gateway can be slow.
"""

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lms.notifications.rules import LOOPBACK, NotSent

#: Seconds the gateway has for one answer.
TIMEOUT = 20
#: What is read of an answer that refuses.
MOST_BYTES = 2000
#: Refusals that the operator or time mends: our token, our speed. Every other 4xx is about the message.
MENDED = (401, 403, 408, 425, 429)


class Settings(NamedTuple):
    """Where the gateway listens."""

    secure: bool
    host: str
    port: int
    path: str
    token: str


def settings(url: str, token: str) -> Settings | None:
    """What LMS_TEXT_URL and LMS_TEXT_TOKEN say; None when texts cannot leave. Plain http only to this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a port or an IPv6 address that is none
        return None
    secure = parts.scheme == "https"
    if not host or not (secure or parts.scheme == "http" and host in LOOPBACK):
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Settings(secure, host, port or (443 if secure else 80), path, token.strip())


def message(letter: Any) -> dict[str, Any]:
    """The letter as the gateway gets it."""
    told = {
        "id": letter.public_id,
        "to": letter.address,
        "template": letter.template,
        "language": letter.language,
        "text": letter.text.strip(),
    }
    return told | ({"parameters": letter.parameters} if letter.parameters else {})


@contextmanager
def door(to: Settings) -> Iterator[Callable[[Any], None]]:
    """Yields `send(letter)`, which raises NotSent."""

    def send(letter: Any) -> None:
        connection = _connection(to)
        try:
            _post(connection, to, letter)
        except (OSError, HTTPException) as error:
            raise NotSent(f"{type(error).__name__}: {error}", final=False) from error
        finally:
            connection.close()

    yield send


def _connection(to: Settings) -> HTTPConnection:
    if to.secure:
        return HTTPSConnection(to.host, to.port, timeout=TIMEOUT, context=ssl.create_default_context())
    return HTTPConnection(to.host, to.port, timeout=TIMEOUT)


def _post(connection: HTTPConnection, to: Settings, letter: Any) -> None:
    body = json.dumps(message(letter), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
    if to.token:
        headers["Authorization"] = f"Bearer {to.token}"
    connection.request("POST", to.path, body, headers)
    answer = connection.getresponse()
    if not 200 <= answer.status < 300:
        final = 400 <= answer.status < 500 and answer.status not in MENDED
        raise NotSent(f"HTTP {answer.status}" + ("" if letter.secret else _why(answer)), final=final)


def _why(answer: HTTPResponse) -> str:
    """The `error` of a refusal; of one to a secret letter nothing is kept, for it may repeat the words."""
    try:
        said = json.loads(answer.read(MOST_BYTES))
    except ValueError:
        return ""
    error = said.get("error") if isinstance(said, dict) else None
    return f" {' '.join(error.split())}" if isinstance(error, str) else ""
