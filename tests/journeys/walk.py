"""Walks along the links of the app, as a person with a mouse and much time would."""

from collections import defaultdict
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from tests.visitor import Visitor

#: How many pages of one endpoint are opened as one person: lists lead to hundreds of the same kind.
SAMPLES = 3


def endpoint_of(app, path):
    """The endpoint behind a path of ours, or None."""
    try:
        return app.url_map.bind("localhost").match(path.partition("?")[0], method="GET")[0]
    except HTTPException:
        return None


def links(page):
    """Every address of ours that a click on the page may lead to."""
    found = [a["href"] for a in page.soup.select("a[href]")]
    found += [form.get("action", "") for form in page.soup.select('form:not([method="post"])')]
    parts = [urlsplit(address) for address in found]
    return [part._replace(fragment="").geturl() for part in parts if not part.netloc and part.path.startswith("/")]


def entered(app, part):
    """A visitor; with a part, signed in as that person of the demonstration."""
    visitor = Visitor(app)
    assert part is None or visitor.open("POST", f"/demo/{part}").status == 303, f"the demonstration has no {part}"
    return visitor


def walk(app, part=None, start=("/", "/today")):
    """{endpoint: [paths]} of the HTML pages that a visitor, or a person of the demonstration, comes by.

    Every link must lead somewhere: an answer of 4xx fails, with the page it stood on.
    """
    visitor = entered(app, part)
    found, opened, waiting, dead = defaultdict(list), defaultdict(int), [(path, "") for path in start], []
    seen = set(start)
    while waiting:
        path, source = waiting.pop(0)
        endpoint = endpoint_of(app, path)
        if opened[endpoint] >= SAMPLES:
            continue
        opened[endpoint] += 1
        page = visitor.open("GET", path)
        if page.status >= 400:
            dead.append(f"{path} on {source} answers {page.status}")
            continue
        if page.status == 303:
            ahead = [page.location]
        elif page.soup is not None and page.soup.html is not None:
            found[endpoint].append(path)
            ahead = links(page)
        else:
            continue
        waiting += [(address, path) for address in ahead if address not in seen]
        seen.update(ahead)
    assert dead == [], "links that lead nowhere"
    return dict(found)
