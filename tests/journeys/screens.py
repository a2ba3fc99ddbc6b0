"""Screens that people look at: a real Chromium, watched for whatever should not happen on a page of ours."""

from contextlib import contextmanager
from urllib.parse import urlsplit

from lms.core import clock

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
#: No name but our own address is ever looked up, so nothing leaves this machine.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


class Watch:
    """What went wrong on the pages of one screen, and which foreign addresses they asked for.

    `expected` are foreign addresses that a button may lead to. No request for them gets out either.
    """

    def __init__(self, context, host):
        self.host, self.complaints, self.foreign, self.expected = host, [], [], set()
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("request", self._asked)

    def _said(self, message):
        #: The browser's own lines about an answer of 4xx, and about an address that cannot be reached.
        known = "status of 4" in message.text or "ERR_NAME_NOT_RESOLVED" in message.text
        if message.type in ("error", "warning") and not known:
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def _asked(self, request):
        address = urlsplit(request.url)
        ours = address.scheme in ("data", "blob", "about") or address.netloc == self.host
        if not ours and request.url not in self.expected:
            self.foreign.append(request.url)

    def forget(self):
        """Begin anew."""
        self.complaints.clear()
        self.foreign.clear()

    def check(self):
        """Nothing was complained about, and nobody else was asked."""
        assert self.complaints == [], self.complaints
        assert self.foreign == [], self.foreign


@contextmanager
def screen(browser, house, *, size=PHONE, script=True, scheme="light"):
    """One page in a browser of its own, at the time of the house, with its `watch`."""
    context = browser.new_context(
        base_url=house.url, viewport=size, java_script_enabled=script, color_scheme=scheme, locale="vi-VN"
    )
    context.set_default_timeout(20_000)
    if script:
        context.clock.set_system_time(clock.now())
    page = context.new_page()
    page.watch = Watch(context, house.host)
    try:
        yield page
    finally:
        context.close()
