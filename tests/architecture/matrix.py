"""Who gets what on every route: asked of the running app, written down in `docs/authorization.md`.

`LMS_WRITE_MATRIX=1 ./run test tests/architecture/test_matrix.py` writes it again after a change of policy.
"""

import re
from pathlib import Path

from tests.architecture.world import KINDS
from tests.visitor import Visitor

TABLE = Path(__file__).resolve().parents[2] / "docs" / "authorization.md"
HEAD = """# Who gets what

Every route × everybody, as the running app answers for an object of *owner* (a learner of Lai Châu in a class of
*trainer*), with empty form data. `LMS_WRITE_MATRIX=1 ./run test tests/architecture/test_matrix.py`
writes this table; without the variable the same test compares it with the app.

303 to the sign-in page reads `sign-in`. 404 is the same page for a missing object and for somebody else's.
`422` is a form refused because it was empty: the person may do this.

"""
#: The same word names different things in different rooms.
SLUGS = {"enrolment": "class", "schedule": "class", "catalogue.public.track": "track",
         "catalogue.public.module": "module", "catalogue": "lesson", "quizzes": "module"}  # fmt: skip
MISSING = "aaaaaaaaaaaaa"


def routes(app):
    """(method, rule) of every route, in reading order; assets and one-word parts left out."""
    found = [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods & {"GET", "POST"})
        if rule.endpoint != "assets.file"
    ]
    return sorted(found, key=lambda pair: (pair[1].rule, pair[0]))


def address(app, rule, ids, *, missing=False):
    """The path of a route about the owner's object, or about nothing at all."""
    values = {}
    for name in rule.arguments:
        known = ids.get(name)
        if name == "slug":
            known = next((ids[kind] for start, kind in SLUGS.items() if rule.endpoint.startswith(start)), None)
        values[name] = MISSING if missing or known is None else known
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def answer(app, person, method, path):
    """(what is written in the table, the page)."""
    page = Visitor(app, person).open(method, path)
    if page.status == 303 and "/sign-in" in (page.location or ""):
        return "sign-in", page
    return str(page.status), page


def neutral(page, path):
    """The body without what repeats the address."""
    return re.sub(r"value=\"/[^\"]*\"", "", page.html.replace(path, ""))


def table(app, rows):
    """Markdown of {(method, rule): {kind: status}}."""
    lines = ["| route | " + " | ".join(KINDS) + " |", "|---|" + "---|" * len(KINDS)]
    for (method, rule), statuses in rows.items():
        lines.append(f"| {method} `{rule}` | " + " | ".join(statuses[kind] for kind in KINDS) + " |")
    return HEAD + "\n".join(lines) + "\n"
