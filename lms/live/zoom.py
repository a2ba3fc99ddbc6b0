"""The only door to Zoom's API (Server-to-Server OAuth). No transaction may be open while it is used: Zoom can be slow.

Every call may raise `NotNow` (they did not answer, or ask us to wait), `Gone` (what it was about is not there) or
`Refused` (they said no). Redirects are not followed; answers come from the host of the settings and from the API
host that the token names, if that is Zoom's.
"""

import json
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from lms.core.errors import RuleBroken
from lms.live import answers
from lms.live.rules import limits, report
from lms.live.rules.meeting import Occurrence, Slot
from lms.live.rules.webhook import moment
from lms.notifications.rules import LOOPBACK
from lms.schedule.rules import live_room

#: Seconds Zoom has for one answer; bytes of it that are read.
TIMEOUT, MOST_BYTES = 8, 4 * 1024 * 1024
#: Seconds between two calls, by Zoom's label: the limits of the smallest plan.
LIGHT, MEDIUM, HEAVY = "light", "medium", "heavy"
PACE = {LIGHT: 0.25, MEDIUM: 0.5, HEAVY: 1.0}
#: A token is renewed so long before it ends.
SPARE = timedelta(minutes=2)
#: Pages of a list that are followed.
MOST_PAGES = 100
WRONG_TOKEN, NO_MEETING, NO_USER = "124", "3001", "1001"
#: Minutes of a repetition and seconds of a token that are believed; characters of a registrant's id.
LONGEST, DAY, REGISTRANT = 24 * 60, 24 * 3600, 64
#: Where the API is, unless the token names a region.
USUAL = (True, "api.zoom.us", 443)


class NotNow(Exception):
    """Not before `until`. `daily`: a limit of the day, perhaps of one learner or meeting only."""

    def __init__(self, why: str, until: datetime, *, daily: bool = False) -> None:
        super().__init__(why)
        self.until, self.daily = until, daily


class Refused(Exception):
    """Zoom said no: `code` is theirs (or the HTTP status), the message too."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(" ".join(f"{code} {message}".split())[:300])
        self.code = code


class Gone(Refused):
    """There is no such meeting, registrant or report (any more)."""


class Settings(NamedTuple):
    """Where Zoom listens (`secure`, `host`, `port`) and what it knows us by."""

    secure: bool
    host: str
    port: int
    account: str
    client: str
    secret: str


class Token(NamedTuple):
    """What opens the API, where the API is, and until when."""

    value: str
    secure: bool
    host: str
    port: int
    ends_at: datetime


_tokens: dict[Settings, Token] = {}


def settings(config: Any) -> Settings | None:
    """What LMS_ZOOM_URL, …_ACCOUNT, …_CLIENT and …_SECRET say; None when Zoom is not used."""
    given = [config[f"ZOOM_{name}"].strip() for name in ("ACCOUNT", "CLIENT", "SECRET")]
    try:
        secure, host, port = _place(config["ZOOM_URL"])
    except ValueError:
        return None
    return Settings(secure, host, port, *given) if all(given) else None


def _place(url: str) -> tuple[bool, str, int]:
    """(TLS, host, port) of an address; ValueError unless it is https, or http on this machine."""
    parts = urlsplit(url)
    secure, host = parts.scheme == "https", parts.hostname or ""
    if not host or not (secure or parts.scheme == "http" and host in LOOPBACK):
        raise ValueError("not an https address")
    return secure, host, parts.port or (443 if secure else 80)


@contextmanager
def door(to: Settings, now: Callable[[], datetime]) -> Iterator["Line"]:
    """A line to Zoom for one round of work; `now` is the clock."""
    line = Line(to, now)
    try:
        yield line
    finally:
        line.hang_up()


class Line:
    """One connection, and the calls. `answered_at`: when Zoom last did what was asked."""

    def __init__(self, to: Settings, now: Callable[[], datetime]) -> None:
        self.to, self.now = to, now
        self.answered_at: datetime | None = None
        self._open: tuple[tuple[bool, str, int], HTTPConnection] | None = None
        self._free_from = 0.0

    def hang_up(self) -> None:
        """Close the connection."""
        if self._open:
            self._open[1].close()
        self._open = None

    def me(self) -> None:
        """Ask who we are: whether Zoom answers, and knows us."""
        self.call("GET", "/users/me")

    def create(self, user: str, body: dict[str, Any]) -> str:
        """Make a meeting on a host; answers its id."""
        return _number(self.call("POST", f"/users/{quote(user, safe='')}/meetings", body, label=MEDIUM).get("id"))

    def find(self, user: str, mark: str) -> str | None:
        """The id of the host's meeting with this agenda."""
        path = f"/users/{quote(user, safe='')}/meetings"
        found = (one for one in self._pages(path, "meetings", MEDIUM, type="scheduled") if one.get("agenda") == mark)
        one = next(found, None)
        return _number(one.get("id")) if one else None

    def change(self, meeting_id: str, body: dict[str, Any]) -> None:
        """Tell a meeting's new topic and times; Zoom wants the recurrence whole."""
        self.call("PATCH", f"/meetings/{meeting_id}", body)

    def occurrences(self, meeting_id: str) -> list[Occurrence]:
        """The repetitions of a meeting that are still to come."""
        found = []
        for row in answers.rows(self.call("GET", f"/meetings/{meeting_id}"), "occurrences"):
            starts_at, minutes = moment(row.get("start_time")), answers.number(row.get("duration"), LONGEST)
            if starts_at and row.get("status") != "deleted" and starts_at > self.now():
                found.append(Occurrence(str(row.get("occurrence_id")), starts_at, minutes))
        return found

    def move(self, meeting_id: str, occurrence_id: str, slot: Slot) -> None:
        """Hold one repetition at another time."""
        body = {"start_time": f"{slot.starts_at:%Y-%m-%dT%H:%M:%SZ}", "duration": slot.minutes}
        self.call("PATCH", f"/meetings/{meeting_id}", body, occurrence_id=occurrence_id)

    def drop(self, meeting_id: str, occurrence_id: str | None = None) -> None:
        """Delete a meeting, or one repetition of it; Zoom tells nobody."""
        only = {"occurrence_id": occurrence_id} if occurrence_id else {}
        self.call("DELETE", f"/meetings/{meeting_id}", schedule_for_reminder="false", **only)

    def register(self, meeting_id: str, first: str, last: str, email: str) -> tuple[str, str]:
        """Give a learner a place; answers (registrant id, the learner's own link)."""
        body = {"first_name": first, "last_name": last, "email": email, "auto_approve": True}
        said = self.call("POST", f"/meetings/{meeting_id}/registrants", body)
        number, link = said.get("registrant_id") or said.get("id"), said.get("join_url")
        if not isinstance(number, str) or not isinstance(link, str):
            raise Refused("no-link", "registered, but not approved")
        try:
            return number[:REGISTRANT], live_room(link).url
        except RuleBroken as error:
            raise Refused("no-link", "registered, but the link is none to open") from error

    def withdraw(self, meeting_id: str, registrant_id: str) -> None:
        """Take a place away: the link stops."""
        self.call("DELETE", f"/meetings/{meeting_id}/registrants/{quote(registrant_id, safe='')}")

    def instances(self, meeting_id: str) -> list[tuple[str, datetime]]:
        """(UUID, beginning) of the evenings on which the meeting was held."""
        said = self.call("GET", f"/past_meetings/{meeting_id}/instances", label=MEDIUM)
        held = ((row.get("uuid"), moment(row.get("start_time"))) for row in answers.rows(said, "meetings"))
        return [(uuid, began) for uuid, began in held if isinstance(uuid, str) and uuid and began]

    def participants(self, uuid: str) -> Iterator[dict[str, Any]]:
        """Every row of an instance's report, over all pages."""
        path = f"/report/meetings/{report.in_path(uuid)}/participants"
        return self._pages(path, "participants", HEAVY, include_fields="registrant_id")

    def _pages(self, path: str, field: str, label: str, **query: str) -> Iterator[dict[str, Any]]:
        following = ""
        for _page in range(MOST_PAGES):
            token = {"next_page_token": following} if following else {}
            said = self.call("GET", path, label=label, page_size=str(report.PAGE), **query, **token)
            yield from answers.rows(said, field)
            last, following = following, said.get("next_page_token")
            if not following or following == last:
                return

    def call(self, method: str, path: str, body: Any = None, *, label: str = LIGHT, **query: str) -> dict[str, Any]:
        """One request with our token; a token that Zoom does not take (401, 124) is fetched anew, once."""
        target = f"/v2{path}" + (f"?{urlencode(query)}" if query else "")
        for last in (False, True):
            token = _tokens.get(self.to)
            if token is None or token.ends_at - SPARE <= self.now():
                token = _tokens[self.to] = self._token()
            headers = {"Authorization": f"Bearer {token.value}", "Content-Type": "application/json"}
            text = None if body is None else json.dumps(body, ensure_ascii=False).encode()
            status, answer, said = self._ask(token[1:4], method, target, text, headers, label)
            unknown = status == 401 or str(said.get("code")) == WRONG_TOKEN
            if not unknown or last:
                return self._checked(status, answer, said)
            _tokens.pop(self.to, None)
        raise AssertionError("not reached")

    def _token(self) -> Token:
        query = urlencode({"grant_type": "account_credentials", "account_id": self.to.account})
        basic = b64encode(f"{self.to.client}:{self.to.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        answered = self._ask(self.to[:3], "POST", "/oauth/token", query.encode(), headers, LIGHT)
        try:
            said = self._checked(*answered)
        except Refused as no:  # our settings: nothing can be done before they are mended
            raise NotNow(f"token: {no}", self.now() + limits.AWAY) from no
        value, lasts = said.get("access_token"), timedelta(seconds=answers.number(said.get("expires_in"), DAY))
        if not isinstance(value, str) or not (value.isascii() and value.isprintable()):
            raise NotNow("no token in the answer", self.now() + limits.AWAY)
        return Token(value, *self._api(said.get("api_url")), self.now() + lasts)

    def _api(self, named: Any) -> tuple[bool, str, int]:
        """Where the API is: the region that the token names, if it is Zoom's; else the usual host."""
        if not self.to.secure:
            return self.to[:3]
        try:
            secure, host, port = _place(str(named))
        except ValueError:
            return USUAL
        return (secure, host, port) if secure and host.endswith(".zoom.us") else USUAL

    def _ask(
        self, place: Any, method: str, target: str, body: bytes | None, headers: dict[str, str], label: str
    ) -> tuple[int, HTTPResponse, dict[str, Any]]:
        """(status, answer, its JSON object or {}); NotNow if there is no whole answer."""
        time.sleep(max(0.0, self._free_from - time.perf_counter()))
        try:
            connection = self._connection(tuple(place))
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            text = answer.read(MOST_BYTES + 1)
            if len(text) > MOST_BYTES:
                raise HTTPException("an answer without end")
        except (OSError, HTTPException, UnicodeError) as error:
            self.hang_up()
            raise NotNow(type(error).__name__, self.now() + limits.AWAY) from error
        finally:
            self._free_from = time.perf_counter() + PACE[label]
        return answer.status, answer, answers.read(text) or {}

    def _connection(self, place: tuple[bool, str, int]) -> HTTPConnection:
        if self._open is None or self._open[0] != place:
            self.hang_up()
            secure, host, port = place
            if secure:
                made = HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
            else:
                made = HTTPConnection(host, port, timeout=TIMEOUT)
            self._open = (place, made)
        return self._open[1]

    def _checked(self, status: int, answer: HTTPResponse, said: dict[str, Any]) -> dict[str, Any]:
        """The JSON of a good answer; else the error in our words."""
        if 200 <= status < 300:
            self.answered_at = self.now()
            return said
        code = str(said.get("code") or said.get("error") or status)[:20]
        words = str(said.get("message") or said.get("reason") or "")
        if status == 429:
            daily = "daily" in (answer.headers.get("X-RateLimit-Type") or words).casefold()
            until = limits.retry_at(answer.headers.get("Retry-After"), daily, self.now())
            raise NotNow(f"429 {words}", until, daily=daily)
        if status >= 500 or status == 401:
            raise NotNow(f"HTTP {status} {words}", self.now() + limits.AWAY)
        gone = status == 404 and code != NO_USER or code == NO_MEETING
        raise (Gone if gone else Refused)(code, words)


def _number(value: Any) -> str:
    """A meeting's id, which Zoom writes as a number or as text."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise Refused("no-id", "the answer holds no meeting")
    return text
