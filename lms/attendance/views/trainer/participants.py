"""The names that reports showed: who that is, said with one tap, and taken back with another."""

from typing import Any

from flask import flash, request

from lms.attendance import matched, report_words, sentences
from lms.attendance.actions import matching as actions
from lms.attendance.queries import classes
from lms.attendance.queries import reports as queries
from lms.attendance.queries.reports import Entry, Face
from lms.attendance.rules import reports as rules
from lms.attendance.rules.matching import Step
from lms.attendance.rules.reports import State
from lms.attendance.views.trainer.pages import pages
from lms.core.access import me, requires
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.core.words import _, _n
from lms.schedule.models import Session
from lms.schedule.queries import session_by_public_id

LIST = "attendance/trainer/participants.html"
ONE = "attendance/trainer/participant.html"


@pages.get("/sessions/<session_id>/participants")
@requires(Can.RUN_SESSION, session_by_public_id)
def participants(session: Session) -> Any:
    """Everybody seen, by what is known of them; those who need a decision first."""
    asked = request.args.get("show", "")
    show = State(asked) if asked in set(State) else State.OPEN
    after = request.args.get("after", "")
    found = queries.entries(session, show, after=int(after) if after.isdecimal() and len(after) < 10 else 0)
    entries = found[: queries.PAGE]
    return page(
        LIST,
        session=session,
        show=show.value,
        entries=entries,
        after=entries[-1].participant.id if len(found) > len(entries) else None,
        counts=queries.counts(session),
        done=queries.one(session, request.args.get("done", "")),
        **_suggested(session, entries),
    )


def _suggested(session: Session, entries: list[Entry]) -> dict[str, Any]:
    """Whom those that are open may be, how these stand now, and words for all of it."""
    shown: dict[str, Any] = {"words": report_words, "matched": matched, "standing": sentences}
    shown |= {"offers": {}, "left_open": {}, "members": {}, "decisions": {}}
    unknown = [one.participant for one in entries if one.participant.state == State.OPEN and one.participant.name]
    if unknown:
        room = classes.classroom(session)
        for row in unknown:
            who = rules.Who(row.key, row.name, row.original_name, row.email, row.registrant_id)
            shown["offers"][row.id], shown["left_open"][row.id] = _offers(room, who)
        ids = {person_id for offers in shown["offers"].values() for person_id, _why in offers}
        shown |= {"members": room.members, "decisions": queries.decisions(session, ids)}
    return shown


def _offers(room: Any, who: rules.Who) -> tuple[list[tuple[int, str]], str]:
    """((person, why) to choose from, best first; why nobody was matched), for one whom the ladder left, or who was."""
    match = room.roster.match(who.seen)
    if match.person_id is not None and match.person_id not in room.trainers:
        return [(match.person_id, matched.recognised(match.step, room.members[match.person_id].mark))], ""
    found = [one for one in match.suggestions if one.person_id not in room.trainers]
    return [(one.person_id, matched.suggested(one)) for one in found], matched.left_open(who.name, found)


@pages.get("/sessions/<session_id>/participants/<participant_id>")
@requires(Can.RUN_SESSION, queries.face)
def participant(face: Face) -> Any:
    """One name: when it was there, and everybody of the class to choose from."""
    return page(ONE, **_one(face))


def _one(face: Face) -> dict[str, Any]:
    entry, search = queries.entry(face), request.args.get("search", "").strip()
    found = classes.search(face.session, search)
    return {
        "session": face.session,
        "entry": entry,
        "search": search,
        "found": found,
        "rule": None,
        **_suggested(face.session, [entry]),
    }


@pages.post("/sessions/<session_id>/participants/<participant_id>/link")
@requires(Can.RUN_SESSION, queries.face)
def link(face: Face) -> Any:
    """Say who it is; the name is remembered for the class."""
    try:
        person = classes.learner(face.session, request.form.get("person", "")[:13])
        if person is None:
            raise rules.NotOfClass()
        actions.link(face.participant, person, Step.CONFIRMED, by=me(), at=request_time())
    except RuleBroken as broken:
        return again(ONE, **{**_one(face), "rule": broken})
    return _back(face, done=face.participant.public_id)


@pages.post("/sessions/<session_id>/participants/<participant_id>/unlink")
@requires(Can.RUN_SESSION, queries.face)
def unlink(face: Face) -> Any:
    """Take back who it is, or that it is a guest."""
    actions.unlink(face.participant, by=me(), at=request_time())
    flash(_("Taken back: %(name)s", name=report_words.called(face.participant)))
    return _back(face)


@pages.post("/sessions/<session_id>/participants/<participant_id>/guest")
@requires(Can.RUN_SESSION, queries.face)
def guest(face: Face) -> Any:
    """Nobody of this class."""
    actions.set_guest(face.participant, by=me(), at=request_time())
    return _back(face, done=face.participant.public_id)


@pages.post("/sessions/<session_id>/participants/<participant_id>/split")
@requires(Can.RUN_SESSION, queries.face)
def split(face: Face) -> Any:
    """Two people used this name."""
    count = actions.split(face.participant, by=me(), at=request_time())
    flash(_n("One visit stands alone now.", "%(num)s visits stand alone now. Say who each of them was.", count))
    return back_to(".participants", session_id=face.session.public_id)


@pages.post("/sessions/<session_id>/participants/again")
@requires(Can.RUN_SESSION, session_by_public_id)
def recognise(session: Session) -> Any:
    """Recognise those who enrolled later, or whom other sessions know by now."""
    count = actions.recognise(session, by=me(), at=request_time())
    more = _n("One more name was recognised.", "%(num)s more names were recognised.", count)
    flash(more if count else _("Nobody more was recognised."))
    return back_to(".participants", session_id=session.public_id)


def _back(face: Face, **more: str) -> Any:
    show = request.args.get("show")
    show = show if show in set(State) else None
    return back_to(".participants", session_id=face.session.public_id, show=show, **more)
