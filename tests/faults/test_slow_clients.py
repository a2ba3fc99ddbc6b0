"""Sixty clients that never finish what they began, through nginx as deployed: everybody else is served."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.faults.server import ask, free_port

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]
ROOT = Path(__file__).resolve().parents[2]
HANGING, PATIENCE = 60, 20
#: What a client on a bad line has sent when the line goes dead.
BEGUN = {
    "heads": b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a phone",
    "bodies": b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 5000\r\n\r\ncontact=0912",
}


@contextmanager
def process(command, **settings):
    """A process that is ended, whatever happens; its output is thrown away."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **settings)
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(40)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def until_up(port, server):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        if ask(port, "/healthz", timeout=2)[0] == 200:
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing answers on port {port}")


def as_deployed(folder, port, upstream):
    """deploy/nginx.conf with only its addresses changed, in the frame that Debian's nginx.conf gives it."""
    ours = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    for deployed, here in [
        ("server unix:/run/cung-hoc/web.sock", f"server 127.0.0.1:{upstream}"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("listen [::]:80;", ""),
        ("server_name cunghoc.example;", "server_name localhost;"),
        ("/var/log/nginx/cung-hoc.log", f"{folder}/requests"),
    ]:
        assert ours.count(deployed) == 1, deployed
        ours = ours.replace(deployed, here)
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    frame = f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors;\n"
    if os.geteuid() == 0:
        frame = "user root;\n" + frame  # the folder of a test is its owner's
    made = folder / "nginx.conf"
    made.write_text(f"{frame}events {{}}\nhttp {{\naccess_log off;\n{places}{ours}\n}}\n", "utf-8")
    return made


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The port of nginx in front of what `./run` starts."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed: sudo apt-get install nginx")
    folder = tmp_path_factory.mktemp("nginx")
    port, upstream = free_port(), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")} | {
        "PORT": str(upstream), "LMS_INSTANCE": str(folder), "LMS_ENV": "production", "LMS_HOSTS": "localhost,127.0.0.1",
        "LMS_SECRET_KEY": "slow-0123456789-abcdefghijklmnop", "LMS_BASE_URL": "https://cunghoc.example",
        "LMS_PROXIES": "1",
    }  # fmt: skip
    with ExitStack() as running:
        web = running.enter_context(process([sys.executable, "-m", "lms.serve"], cwd=ROOT, env=environment))
        until_up(upstream, web)
        command = [nginx, "-e", f"{folder}/errors", "-p", str(folder), "-c", str(as_deployed(folder, port, upstream))]
        until_up(port, running.enter_context(process(command)))
        yield port


@pytest.mark.parametrize("begun", BEGUN)
def test_others_are_served_while_sixty_hang(house, begun):
    with ExitStack() as lines:
        for _ in range(HANGING):
            line = lines.enter_context(socket.create_connection(("127.0.0.1", house), timeout=PATIENCE))
            line.sendall(BEGUN[begun])
        time.sleep(1)  # they are all in
        assert [ask(house, path, timeout=PATIENCE)[0] for path in ("/sign-in", "/classes", "/healthz")] == [200] * 3
        assert ask(house, "/sign-out", method="POST", timeout=PATIENCE)[0] == 303
