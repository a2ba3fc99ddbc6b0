"""A text gateway on loopback: takes letters as docs/gateway.md says, and refuses them as told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Talk(BaseHTTPRequestHandler):
    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append((self.path, self.headers["Authorization"], body))
        status, said = server.answers.pop(0) if server.answers else (200, {"id": body["id"]})
        if status == 302:
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if status == 0:  # hang up without a word
            self.close_connection = True
            return
        if 200 <= status < 300:
            server.texts[body["id"]] = body
        payload = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def do_GET(self):
        self.server.asked.append((self.path, None, None))
        self.send_error(405)

    def log_message(self, *_words):
        """Quiet."""


class TextGateway(ThreadingHTTPServer):
    """`asked`: (path, authorization, body) of each request. `texts`: taken, by id. `answers`: (status, body) next."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.asked, self.texts, self.answers = [], {}, []
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/texts?brand=cunghoc"

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()
