"""More time, or more attempts, for one person."""

from typing import Any

from flask import abort, flash, request

from lms.core.access import me, requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.pages import again, back_to, page
from lms.core.permissions import Can
from lms.core.words import _
from lms.people import queries as people
from lms.people.models import Person
from lms.quizzes import queries
from lms.quizzes.actions import extras as verbs
from lms.quizzes.forms.finding import ExtraForm
from lms.quizzes.models import Quiz
from lms.quizzes.queries import arrivals, setting
from lms.quizzes.views.trainer.pages import pages

GRANT = "quizzes/trainer/grant_extra.html"


@pages.get("/quizzes/<quiz_id>/extras")
@requires(Can.WRITE_QUIZZES, queries.quiz_by_id)
def extras(quiz: Quiz) -> Any:
    """Who was granted more, and the people one may grant it to."""
    words = request.args.get("q", "")
    granted = setting.extras(quiz, me())
    found = setting.people_to_help(me(), words)
    return page("quizzes/trainer/extras.html", quiz=quiz, granted=granted, found=found, words=words)


def _person(quiz_id: str, person_id: str) -> Person | None:
    """Whom it is about, at a quiz there is."""
    return people.by_public_id(person_id) if queries.quiz_by_id(quiz_id) else None


def _quiz() -> Quiz:
    return queries.quiz_by_id((request.view_args or {})["quiz_id"]) or abort(404)


@pages.get("/quizzes/<quiz_id>/extras/<person_id>")
@requires(Can.GRANT_EXTRA, _person)
def grant_extra(person: Person) -> Any:
    """What this person has beyond the settings."""
    quiz = _quiz()
    had = queries.extra(quiz, person)
    said = {"minutes": str(had.minutes), "attempts": str(had.attempts), "why": had.why} if had else {}
    form = ExtraForm(**({"minutes": "0", "attempts": "0"} | said))
    return page(GRANT, quiz=quiz, person=person, form=form, tries=arrivals.tries_of(quiz, person))


@pages.post("/quizzes/<quiz_id>/extras/<person_id>")
@requires(Can.GRANT_EXTRA, _person)
def keep_extra(person: Person) -> Any:
    """Grant it: in all, from now on."""
    quiz, form = _quiz(), ExtraForm(request.form)
    done = form.validate() and _granted(quiz, person, form)
    if not done:
        return again(GRANT, quiz=quiz, person=person, form=form, tries=arrivals.tries_of(quiz, person))
    flash(_("Kept. It holds at once, in an open attempt, too."))
    return back_to(".extras", quiz_id=quiz.public_id)


def _granted(quiz: Quiz, person: Person, form: ExtraForm) -> Any:
    try:
        return verbs.grant(quiz, person, form.more_minutes, form.more_attempts, form.why.data, by=me(), at=now())
    except RuleBroken as rule:
        form.broken(None, rule)
        return None
