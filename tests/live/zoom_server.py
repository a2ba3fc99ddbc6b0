"""Zoom on loopback: tokens, users, meetings, registrants, past instances and reports, as its public documentation says.

Errors in its forms: 401 with code 124, 400 with 300, 404 with 3001, 3027 for the host, 429 with X-RateLimit-Type and
Retry-After in seconds or as a date. `answers`: (status, headers, body) for the next calls of the API, whatever they
are; status 0 hangs up, -1 never answers.
"""

import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

ACCOUNT, CLIENT, SECRET = "acct-1", "client-1", "hush"
NOT_FOUND = (404, {"code": 3001, "message": "Meeting does not exist."})


class _Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self):
        parts, zoom = urlsplit(self.path), self.server
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        text = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if parts.path == "/oauth/token":
            form = {name: values[-1] for name, values in parse_qs(text.decode()).items()}
            return self._answer(*zoom.token(self.headers["Authorization"], form))
        body = json.loads(text) if text else {}
        zoom.asked.append((self.command, unquote(parts.path.removeprefix("/v2")), query, body))
        if zoom.answers:
            status, headers, said = zoom.answers.pop(0)
            return self._answer(status, said, headers)
        if self.headers["Authorization"] != f"Bearer {zoom.valid}":
            return self._answer(401, {"code": 124, "message": "Invalid access token."})
        return self._answer(*zoom.serve(self.command, parts.path.removeprefix("/v2/").split("/"), query, body))

    do_GET = do_POST = do_PATCH = do_DELETE = _serve

    def _answer(self, status, said, headers=None):
        if status == -1:
            self.server.released.wait(30)
        if status <= 0:
            self.close_connection = True
            return
        payload = said if isinstance(said, bytes) else b"" if said is None else json.dumps(said).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_words):
        """Quiet."""


class ZoomServer(ThreadingHTTPServer):
    """`meetings`: id -> what was told, with `user`, `registrants` and `occurrences`. `asked`: every call of the API."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.asked, self.answers, self.meetings = [], [], {}
        self.instances, self.reports = {}, {}
        self.tokens, self.valid, self.page = 0, None, 300
        self.users = {"host1@example.org", "host2@example.org"}
        self.released = threading.Event()
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def close(self):
        self.released.set()
        self.shutdown()
        self.thread.join()
        self.server_close()

    def calls(self, method, ending=""):
        """(path, query, body) of the calls so far with this method, their path ending like that."""
        return [one[1:] for one in self.asked if one[0] == method and one[1].endswith(ending)]

    def token(self, basic, form):
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if basic != f"Basic {known}" or form != {"grant_type": "account_credentials", "account_id": ACCOUNT}:
            return 400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}
        self.tokens += 1
        self.valid = f"token-{self.tokens}"
        return 200, {"access_token": self.valid, "token_type": "bearer", "expires_in": 3599}

    def serve(self, method, path, query, body):
        match method, path:
            case "GET", ["users", "me"]:
                return 200, {"id": "me", "type": 2}
            case "GET", ["users", user, "meetings"]:
                mine = [one for one in self.meetings.values() if one["user"] == unquote(user)]
                return self._page(mine, "meetings", query)
            case "POST", ["users", user, "meetings"]:
                return self._create(unquote(user), body)
            case _, ["meetings", number, *rest]:
                found = self.meetings.get(number)
                return self._meeting(method, found, rest, query, body) if found else NOT_FOUND
            case "GET", ["past_meetings", number, "instances"]:
                found = self.instances.get(number)
                return (200, {"meetings": found}) if found else NOT_FOUND
            case "GET", ["report", "meetings", uuid, "participants"]:
                return self._report(uuid, query)
        return 404, {"code": 404, "message": "Not Found"}

    def _create(self, user, body):
        if user not in self.users:
            return 404, {"code": 1001, "message": f"User does not exist: {user}."}
        if body.get("type") != 8 or "recurrence" not in body:
            return 400, {"code": 300, "message": "Validation Failed."}
        number = str(81234567890 + len(self.meetings))
        made = {**body, "id": int(number), "user": user, "registrants": {}, "start_url": "https://zoom.us/s/1?zak=x"}
        made["occurrences"] = _occurrences(body)
        self.meetings[number] = made
        return 201, {name: value for name, value in made.items() if name != "registrants"}

    def _meeting(self, method, found, rest, query, body):
        match method, rest:
            case "GET", []:
                return 200, {name: value for name, value in found.items() if name != "registrants"}
            case "PATCH" | "DELETE", [] if "occurrence_id" in query:
                return self._occurrence(method, found, query["occurrence_id"], body)
            case "PATCH", []:
                found.update(body)
                if "recurrence" in body:
                    found["occurrences"] = _occurrences(found)
                return 204, None
            case "DELETE", []:
                del self.meetings[str(found["id"])]
                return 204, None
            case "POST", ["registrants"]:
                return self._register(found, body)
            case "DELETE", ["registrants", who]:
                there = found["registrants"]
                email = next((email for email, one in there.items() if one["registrant_id"] == who), None)
                return (204, None) if there.pop(email, None) else NOT_FOUND
        return NOT_FOUND

    def _occurrence(self, method, found, which, body):
        one = next((one for one in found["occurrences"] if one["occurrence_id"] == which), None)
        if one is None:
            return NOT_FOUND
        if method == "DELETE":
            one["status"] = "deleted"
        else:
            one.update(body)
        return 204, None

    def _register(self, found, body):
        if body["email"] == found["user"]:
            return 400, {"code": 3027, "message": "Host can not register"}
        if not {"first_name", "email"} <= body.keys():
            return 400, {"code": 300, "message": "Validation Failed."}
        number = f"reg-{found['id']}-{len(found['registrants']) + 1}"
        there = found["registrants"].setdefault(
            body["email"], {**body, "registrant_id": number, "join_url": f"https://us02web.zoom.us/w/{number}?tk=own"}
        )
        if not body.get("auto_approve") and found["settings"]["approval_type"] == 1:
            return 201, {"registrant_id": there["registrant_id"], "id": found["id"]}
        return 201, {name: there[name] for name in ("registrant_id", "join_url")} | {"id": found["id"]}

    def _report(self, encoded, query):
        uuid = unquote(encoded)
        if uuid.startswith("/") or "//" in uuid:
            return NOT_FOUND  # once encoded is not enough
        rows = self.reports.get(unquote(uuid))
        if rows is None:
            return NOT_FOUND
        if query.get("include_fields") != "registrant_id":
            rows = [{name: value for name, value in row.items() if name != "registrant_id"} for row in rows]
        return self._page(rows, "participants", query)

    def _page(self, rows, field, query):
        start = int(query.get("next_page_token") or 0)
        size = min(self.page, int(query.get("page_size", 30)))
        following = str(start + size) if start + size < len(rows) else ""
        return 200, {field: rows[start : start + size], "next_page_token": following}


def _occurrences(told):
    """Weekly repetitions from the start on, as many as `end_times`."""
    zone, repeats = ZoneInfo(told["timezone"]), told["recurrence"]
    day = datetime.fromisoformat(told["start_time"]).replace(tzinfo=zone)
    days = {int(number) for number in repeats["weekly_days"].split(",")}
    found = []
    while len(found) < repeats["end_times"]:
        if day.isoweekday() % 7 + 1 in days:
            at = day.astimezone(UTC)
            row = {"occurrence_id": str(int(at.timestamp() * 1000)), "start_time": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
            found.append({**row, "duration": told["duration"], "status": "available"})
        day += timedelta(days=1)
    return found
