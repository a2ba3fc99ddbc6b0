"""Walks along the links of the app, as a person with a mouse and much time would."""

import io
from collections import defaultdict
from urllib.parse import urlsplit

import time_machine
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from lms.accounts.queries.sign_ins import demo_people
from lms.attendance.models import Report
from lms.core import jobs
from lms.core.db import db, mode
from lms.enrolment import links as signed
from lms.enrolment.models import Enrolment, Waiting
from lms.guardians.links import token_of
from lms.guardians.models import Guardianship
from lms.invitations.models import Invitation
from lms.invitations.rules.codes import claim_code
from lms.people.models import Person
from lms.schedule.models import Session
from tests.conftest import AT
from tests.visitor import Visitor

PARTS = ("visitor", "learner", "child", "trainer", "coordinator", "provincial", "partner", "caretaker")
#: Who runs the sessions of the demonstration.
RUN_IT = ("trainer", "coordinator")
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


def walk(app, part=None, start=("/", "/today"), also=()):
    """{endpoint: [paths]} of the HTML pages that a visitor, or a person of the demonstration, comes by.

    Beginning at `also`, which must not be missed among many of its kind, and at `start`.

    Every link must lead somewhere: an answer of 4xx fails, with the page it stood on.
    """
    visitor = entered(app, part)
    found, opened, dead = defaultdict(list), defaultdict(int), []
    waiting = [(path, "") for path in (*also, *start)]
    seen = {path for path, _source in waiting}
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


def everywhere(app):
    """{part: {endpoint: [paths]}}: who comes by which pages, by links and through `doors`."""
    with app.app_context(), time_machine.travel(AT, tick=True):
        evening = reported()
        found = {
            part: walk(app, None if part == "visitor" else part, also=evening if part in RUN_IT else ())
            for part in PARTS
        }
        for part, path in doors(app, found):
            found[part].setdefault(endpoint_of(app, path), []).append(path)
    return found


def reported():
    """The desk of the evening whose report was brought, after it: from there lead names, claims and recounts."""
    session = db.session.scalars(select(Session).join(Report, Report.session_id == Session.id)).one()
    return (f"/sessions/{session.public_id}/desk?stage=after",)


def doors(app, found):
    """(part, path) of the pages that no link leads to, but a button, a code on a wall, or a contributor's guide."""
    yield "visitor", "/components"
    yield "visitor", "/offline"
    for session in found["learner"]["home.learner.session"]:
        yield "learner", f"{session}/check-in"
    yield from behind(app)
    learner = entered(app, "learner")
    quiz = found["learner"]["quizzes.learner.quiz"][0]
    attempt = learner.open("POST", f"{quiz}/attempts").location
    yield from (("learner", attempt), ("learner", f"{attempt}/check"))
    draft = drafted(entered(app, "trainer"))
    yield from (("trainer", draft), ("trainer", f"{draft}/dates"))
    yield "trainer", brought(entered(app, "trainer"))
    with mode("write"):
        job = jobs.start("demo.export", owner=demo_people()["coordinator"], at=AT)
        db.session.commit()
    yield "coordinator", f"/jobs/{job}"


def behind(app):
    """(part, path) of the pages about people behind a letter, a sheet of paper, a link sent on, or a button."""
    for path in ("/claim", "/deleted", "/sign-in/code/enter", "/sign-in/link/spent"):
        yield "visitor", path
    key = app.config["SECRET_KEY"]
    for page in db.session.scalars(select(Guardianship).order_by(Guardianship.id)):
        child = db.session.get_one(Person, page.child_id)
        yield "visitor", f"/guardian/{token_of(key, child.public_id, page.link_version)}"
        yield "provincial", f"/people/{child.public_id}/guardian-link"
    invited = db.session.scalars(select(Invitation.public_id).where(Invitation.state == "invited")).first()
    yield "visitor", f"/claim?code={claim_code(key, invited)}"
    yield "learner", "/me/confirm"
    learner = demo_people()["learner"]
    session = db.session.scalars(
        select(Session).join(Enrolment, Enrolment.series_id == Session.series_id)
        .where(Enrolment.person_id == learner.id, Session.starts_at > AT).order_by(Session.starts_at)
    ).first()  # fmt: skip
    yield "visitor", f"/go/{signed.token_of(key, learner.public_id, session.public_id)}"
    yield "visitor", f"/reminders/{signed.stop_token_of(key, learner.public_id)}"
    with mode("write"):
        place = Waiting(series_id=session.series_id, person_id=learner.id, state="seated", asked_at=AT, ended_at=AT)
        db.session.add(place)
        db.session.commit()
    yield "visitor", f"/seats/{signed.seat_token_of(key, place.public_id)}"
    contact = entered(app, "learner").open("GET", "/me/contacts").soup.select_one('main a[href$="/remove"]')["href"]
    yield "learner", contact.replace("/remove", "/prove")


def brought(trainer):
    """The look at a track that a trainer took out and brings in again."""
    track = trainer.open("GET", "/lessons/write").soup.select_one(".lessons-track h2 a")["href"]
    data = trainer.open("GET", track.replace("/write", "/file")).response.get_data()
    answer = trainer.open("POST", "/tracks/import", data={"file": (io.BytesIO(data), "track.zip")})
    assert answer.status == 303, answer.errors
    return answer.location


def drafted(trainer):
    """The page of a class that a trainer has drafted."""
    track = trainer.open("GET", "/teach/new").soup.select_one("[name=track] option")["value"]
    plan = {
        "title": "Bán hàng qua Zalo", "track": track, "weekdays": "7", "starts": "8:00", "minutes": "60",
        "first": "2027-02-28", "count": "3", "seats": "60", "do": "draft",
    }  # fmt: skip
    answer = trainer.open("POST", "/teach/new", data=plan)
    assert answer.status == 303, answer.text
    return answer.location
