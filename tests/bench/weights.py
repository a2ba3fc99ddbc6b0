"""What pages weigh as they are sent (gzip): the first visit with all it asks for, and the page alone.

Read from the pages as the app answers them; the browser's own count is `tests/journeys/test_weights.py`.
"""

import gzip
import re
from typing import Any

from sqlalchemy import select

from lms.catalogue.models import Lesson
from lms.core.db import db
from tests.bench.world import World

#: Bytes and requests: a first visit, the page again, a lesson's HTML, a page of staff with all it asks for.
FIRST, ASKS, AGAIN, LESSON = 25_000, 6, 8_000, 12_000
#: What a page asks for by itself: styles, scripts, signs (an address once, whatever part of it), its tab's icon. That
#: of a home screen is fetched by whoever puts it there.
ASIDE = re.compile(r'<link rel="apple-touch-icon"[^>]*>')
ASKED = re.compile(r'\s(?:href|src)="(/assets/[^"#]+)')
#: The picture in style sheets: the hem of the cloth, where there is one.
IN_STYLES = re.compile(r"url\(([\w.-]+)\)")
ROW = "{:24} first visit {:>5.1f} kB in {} requests (≤ 25 in 6), again {:>4.1f} kB (≤ 8){}"


def report(app: Any, world: World) -> int:
    """Print a line for each of the busy pages, and one for all lessons; answers how many are too heavy."""
    visitor, learner = app.test_client(), app.test_client()
    learner.set_cookie("lms", world.tokens[0])
    pages = [
        ("home", visitor, "/"),
        ("class list", visitor, "/classes"),
        ("lesson, signed out", visitor, f"/lessons/{world.lesson}"),
        ("Today", learner, "/today"),
        ("class page", learner, f"/classes/{world.series}"),
        ("lesson", learner, f"/lessons/{world.lesson}"),
        ("quiz", learner, f"/attempts/{world.attempt}"),
    ]
    return sum(_visit(*page) for page in pages) + _lessons(app, visitor)


def _visit(name: str, client: Any, path: str) -> int:
    html = client.get(path).get_data(as_text=True)
    asked = set(ASKED.findall(ASIDE.sub("", html)))
    for sheet in [address for address in asked if address.endswith(".css") and 'class="cloth' in html]:
        asked |= {f"/assets/{name}" for name in IN_STYLES.findall(client.get(sheet).get_data(as_text=True))}
    page, first = _packed(html.encode()), sum(_sent(client, address) for address in asked)
    heavy = page + first > FIRST or len(asked) + 1 > ASKS or page > AGAIN
    print(ROW.format(name, (page + first) / 1000, len(asked) + 1, page / 1000, " TOO HEAVY" if heavy else ""))
    return int(heavy)


def _sent(client: Any, address: str) -> int:
    return len(client.get(address, headers={"Accept-Encoding": "gzip"}).get_data())


def _packed(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def _lessons(app: Any, visitor: Any) -> int:
    with app.app_context():
        slugs = db.session.scalars(select(Lesson.slug).order_by(Lesson.id)).all()
    heaviest, slug = max((_packed(visitor.get(f"/lessons/{slug}").get_data()), slug) for slug in slugs)
    heavy = heaviest > LESSON
    print(f"the heaviest of {len(slugs)} lessons: {heaviest / 1000:.1f} kB of HTML (≤ 12), {slug}")
    return int(heavy)
