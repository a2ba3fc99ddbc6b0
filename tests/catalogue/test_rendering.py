"""The HTML of lessons follows the program that makes it."""

import pytest
from sqlalchemy import func, select

from lms.catalogue import actions
from lms.catalogue.actions.shipping import RENDERED
from lms.catalogue.models import Lesson, LessonVersion
from lms.core import markdown
from lms.core.db import db
from lms.core.revisions import put, revision


@pytest.fixture
def stale(app, at):
    """A curriculum that an older program has rendered; answers its first lesson."""
    actions.load(at=at)
    row = db.session.scalar(select(Lesson).order_by(Lesson.id).limit(1))
    row.body_html, row.outline, row.reviewed_at = "<p>Như trước</p>", [], at
    put(RENDERED, "another")
    db.session.commit()
    return row


def test_a_newer_program_makes_the_html_of_stored_lessons_anew_once(stale, at):
    before = revision("catalogue")
    assert actions.load(at=at) == 1 and actions.load(at=at) == 0
    assert stale.body_html == markdown.render(stale.body) and stale.outline
    assert revision("catalogue") != before


def test_words_signatures_and_history_stay(stale, at):
    words, signed = stale.body, stale.reviewed_at
    actions.load(at=at)
    assert (stale.body, stale.reviewed_at) == (words, signed)
    assert db.session.scalar(select(func.count()).select_from(LessonVersion)) == 0
