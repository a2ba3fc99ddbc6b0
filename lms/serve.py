"""`./run`: bring the database up to date, then keep the web server and the worker going side by side.

One parent, two children. When either child ends the other is told to leave and the parent answers 1, so
that whoever started it (a person, systemd, a container) starts both again. SIGTERM and SIGINT end all
three; if the parent itself is killed, Linux tells the children.
"""

import ctypes
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask

from lms import content
from lms.app import create_app
from lms.core import migrations

ROOT = Path(__file__).resolve().parents[1]
#: Seconds the children have to finish what they are doing before they are killed.
PATIENCE = 35
#: Linux: the signal a process gets when its parent dies (prctl(2), PR_SET_PDEATHSIG).
PARENT_DEATH_SIGNAL = 1


def address() -> tuple[str, int]:
    """HOST and PORT from the environment, free to listen on; or a sentence and exit code 1."""
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except OSError as error:
        sys.exit(f"Cannot listen on {host}, port {port} ({error.strerror}). Choose another: PORT=8001 ./run")
    return host, int(port)


def prepare(app: Flask) -> list[str]:
    """Migrate, load the content and, in the demo, plant it. Answers the lines that say how to sign in to it."""
    migrations.upgrade(app)
    content.bring_up(app)
    if not app.config["DEMO"] or importlib.util.find_spec("lms.demo") is None:
        return []
    from lms import demo  # only here: production does not carry invented people

    demo.seed(app)
    return demo.sign_ins(app)


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C reaches it through its parent, once."""

    def follow_parent() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)

    return subprocess.Popen([sys.executable, *command], cwd=ROOT, start_new_session=True, preexec_fn=follow_parent)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to leave, wait, and kill what stays."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def answers(host: str, port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def seen_at(host: str) -> str:
    """The name under which a browser on this machine finds what listens on `host`."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{name}]" if ":" in name else name


def greet(host: str, port: int, sign_ins: list[str]) -> None:
    """Where to look and how to sign in."""
    lines = [f"Cùng Học: http://{seen_at(host)}:{port}", *sign_ins, "Ctrl-C stops it."]
    print("\n".join(lines), flush=True)


def main() -> None:
    """Serve until told to stop (exit 0) or until a child ends by itself (exit 1)."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))
    os.environ.setdefault("LMS_LOG_LEVEL", "WARNING")  # a person is watching: no line for each request
    host, port = address()
    os.environ.setdefault("LMS_BASE_URL", f"http://{seen_at(host)}:{port}")  # for letters and calendars
    sign_ins = prepare(create_app())
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", bind, "wsgi:app"]
    children: list[subprocess.Popen[bytes]] = []
    try:
        children += [start(web), start(["-m", "lms.worker"])]
        while all(child.poll() is None for child in children) and not answers(host, port):
            time.sleep(0.05)
        if all(child.poll() is None for child in children):
            greet(host, port, sign_ins)
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        print("The web server or the worker has ended; stopping the other.", file=sys.stderr)
    finally:
        stop(children)
    sys.exit(1)


if __name__ == "__main__":
    main()
