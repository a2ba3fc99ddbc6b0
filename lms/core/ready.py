"""Public pages kept ready: made once per content revision, language and address, for visitors without a sign-in.

Such a page holds nothing about a person and no token, so one body serves everybody. It is made again when
a revision it was made from moves, and at least every few seconds, because it speaks of "the next class".
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any

from flask import Response, current_app, make_response, request
from markupsafe import Markup

from lms.core import clock
from lms.core.revisions import revision
from lms.core.words import language

#: Cookies that change no such page: the language, which is part of its address here, and the link one came by.
ASIDE = frozenset({"lang", "lms-from", "__Host-lms-from"})
MOST = 2000
FRESH_SECONDS = 15
#: Parts are larger and fewer.
MOST_PARTS = 100


def ready(*contents: str) -> Callable[..., Any]:
    """Keep the page of this view ready while the revisions called `contents` stand still (one SELECT)."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def kept(**values: Any) -> Any:
            if set(request.cookies) - ASIDE:
                return view(**values)
            shelf = current_app.extensions.setdefault("ready", Shelf())
            address = (request.full_path, language())
            stands = (revision(*contents), int(clock.now().timestamp()) // FRESH_SECONDS)
            body = shelf.find(address, stands)
            if body is None:
                response = make_response(view(**values))
                if response.status_code != 200:
                    return response
                body = response.get_data()
                shelf.put(address, stands, body)
            return _answer(body)

        return kept

    return declare


def part(key: Hashable, contents: tuple[str, ...], make: Callable[[], str]) -> Markup:
    """A part of a working page that is the same for everybody with this `key`, kept while `contents` stand still.

    `key` says everything that `make` depends on: what was asked, the scope of whoever asks, the day. One SELECT.
    """
    shelf = current_app.extensions.setdefault("ready_parts", Shelf(MOST_PARTS))
    address, stands = (key, language()), revision(*contents)
    body = shelf.find(address, stands)
    if body is None:
        body = make().encode()
        shelf.put(address, stands, body)
    return Markup(body.decode())


def _answer(body: bytes) -> Response:
    response = Response(body, mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Cookie")
    response.add_etag(weak=True)
    return response.make_conditional(request)


class Shelf:
    """The bodies of one process, the least lately used falling off first."""

    def __init__(self, most: int = MOST) -> None:
        self._lock, self._bodies, self._most = Lock(), OrderedDict(), most

    def find(self, address: Any, stands: Any) -> bytes | None:
        """The body kept for an address, if it was made from what stands now."""
        with self._lock:
            if (found := self._bodies.get(address)) and found[0] == stands:
                self._bodies.move_to_end(address)
                return found[1]
            return None

    def put(self, address: Any, stands: Any, body: bytes) -> None:
        """Keep a body; an address has one at a time."""
        with self._lock:
            self._bodies[address] = (stands, body)
            self._bodies.move_to_end(address)
            while len(self._bodies) > self._most:
                self._bodies.popitem(last=False)
