"""Signing in: what it costs beside one password check, and whether it holds other writers up."""

import statistics
import threading
import time
from collections.abc import Callable
from urllib.parse import urlencode

from lms.accounts import passwords
from lms.accounts.rules import sign_ins as rules
from tests.bench.cases import FORM
from tests.bench.load import Request, Server, press
from tests.bench.world import PASSWORD, World

#: CPU in ms of a sign-in in Moodle 4.3.
MOODLE = 44.0
GOAL = 1.25


def report(server: Server, world: World, join: Callable[[int], Request], count: int, start: int) -> int:
    """Print two lines; answers how many answers were wrong."""
    ratio, cpu, bad = cost(server, world, count)
    verdict = "ok" if ratio <= GOAL else "MORE THAN"
    print(f"sign-in: {ratio:.2f} × its password checks ({verdict} {GOAL}), {MOODLE / cpu:.1f} × cheaper than Moodle")
    alone, meanwhile = held_up(server, world, join, count, start)
    print(f"join: median {alone:.1f} ms alone, {meanwhile:.1f} ms while two others sign in all the time")
    return bad


def sign_in(world: World) -> Callable[[int], Request]:
    """The n-th learner signs in."""
    return lambda n: Request(
        "POST", "/sign-in", FORM, urlencode({"contact": world.emails[n % len(world.emails)], "password": PASSWORD})
    )


def cost(server: Server, world: World, count: int) -> tuple[float, float, int]:
    """(CPU of a sign-in ÷ CPU of the argon2id checks it makes, CPU in ms, wrong answers)."""
    kept, times = passwords.scramble(PASSWORD), []
    press(server, sign_in(world), range(4), 2, 303)
    result = press(server, sign_in(world), range(count), 1, 303)
    for _ in range(count):
        began = time.thread_time()
        passwords.matches(kept, PASSWORD)
        times.append(time.thread_time() - began)
    checks = rules.persons_tried("email", None) * statistics.mean(times) * 1000
    return result.cpu / checks, result.cpu, result.bad


def held_up(
    server: Server, world: World, join: Callable[[int], Request], count: int, start: int
) -> tuple[float, float]:
    """Median milliseconds of a join: alone, and while two clients sign in without a pause."""
    alone = press(server, join, range(start, start + count), 1, 303).median
    over = threading.Event()

    def keep_signing_in() -> None:
        while not over.is_set():
            press(server, sign_in(world), range(4), 2, 303)

    others = threading.Thread(target=keep_signing_in)
    others.start()
    try:
        meanwhile = press(server, join, range(start + count, start + 2 * count), 1, 303).median
    finally:
        over.set()
        others.join()
    return alone, meanwhile
