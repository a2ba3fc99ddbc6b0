"""A mail server on loopback: enough of RFC 5321 to take letters, and to refuse them as told."""

import socket
import socketserver
import threading
from email import message_from_bytes, policy


class _Talk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        server, recipient = self.server, ""
        server.connections += 1
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb in (b"EHLO", b"HELO"):
                self.say("250 here")
            elif verb == b"MAIL":
                self.say(server.answers.pop(0) if server.answers else "250 ok")
            elif verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                self.say(server.refuses.get(recipient, "250 ok"))
            elif verb == b"DATA":
                self.take(recipient)
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self, recipient):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.letters.append((recipient, message_from_bytes(b"".join(lines), policy=policy.default)))
        if self.server.hang_up:
            self.server.hang_up -= 1
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.say("250 kept")


class PostOffice(socketserver.ThreadingTCPServer):
    """`letters`: (recipient, message). `answers`: what MAIL is answered next. `refuses`: recipient -> answer."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters, self.answers, self.refuses, self.connections, self.hang_up = [], [], {}, 0, 0
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def handle_error(self, request, client_address):
        """A connection dropped on purpose."""

    @property
    def url(self):
        return f"smtp://{self.server_address[0]}:{self.server_address[1]}"

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()
