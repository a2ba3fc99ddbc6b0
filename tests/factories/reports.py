"""Reports of live rooms for tests, as Zoom writes them, and taking them in as a trainer would."""

import io
from datetime import timedelta

from lms.core.clock import local
from tests.factories import enrolment, people, schedule

HEAD = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room"
MINUTE = timedelta(minutes=1)


def class_over(clock, *names):
    """(session that was over an hour ago, learners of these names with a seat, trainer); it is that hour now."""
    trainer = people.trainer("Đặng Thị Hòa")
    series = schedule.series(trainer)
    learners = [people.person(name) for name in names]
    for learner in learners:
        enrolment.enrol(learner, series)
    session = schedule.sessions_of(series)[0]
    clock.move_to(session.ends_at + 60 * MINUTE)
    return session, learners, trainer


def zoom(session, *visits, head=HEAD):
    """A CSV of `visits`: (name, minutes after the start joined, left[, e-mail[, waiting room]])."""
    lines = [head]
    for name, joined, left, *more in visits:
        email, waiting = (*more, "", "No")[:2] if more else ("", "No")
        times = [f"{local(session.starts_at + at * MINUTE):%m/%d/%Y %I:%M:%S %p}" for at in (joined, left)]
        lines.append(f'"{name}",{email},{times[0]},{times[1]},{max(1, round(left - joined))},Yes,Y,{waiting}')
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def bring(visitor, session, data, name="participants.csv"):
    """Upload a file; answers the page that came back, followed to the preview where there is one."""
    answer = visitor.open(
        "POST", f"/sessions/{session.public_id}/reports", data={"sheet": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )  # fmt: skip
    return visitor.follow(answer) if answer.status == 303 else answer


def press(visitor, page, ending):
    """Press the button of the form on a page whose address ends so; the answer is not followed."""
    form = next(form for form in page.soup.select("form") if form["action"].partition("?")[0].endswith(ending))
    fields = {field["name"]: field.get("value", "") for field in form.select("[name]")}
    return visitor.open("POST", form["action"], data=fields)


def take_in(visitor, session, data, name="participants.csv"):
    """Upload and confirm; answers the page of names."""
    page = bring(visitor, session, data, name)
    assert page.status == 200, page.text
    return visitor.follow(press(visitor, page, "/confirm"))
