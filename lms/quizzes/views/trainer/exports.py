"""Questions out: which, in which format, and what that format cannot hold; then the file."""

from typing import Any

from flask import request

from lms.core.access import me, requires
from lms.core.pages import back_to, page
from lms.core.permissions import Can
from lms.core.screens import request_time
from lms.quizzes import formats
from lms.quizzes.actions import exporting as actions
from lms.quizzes.forms.finding import FindForm
from lms.quizzes.queries import exports, setting
from lms.quizzes.views.trainer.pages import pages


def _found(values: Any) -> tuple[FindForm, dict[str, str]]:
    """The form of the list, and what of it narrows the bank."""
    quizzes = [(line.quiz.public_id, line.name) for line in setting.quizzes() if line.quiz.state != "archived"]
    form = FindForm(values, quizzes=quizzes)
    return form, {name: value for name, value in values.items() if name in form and value}


@pages.get("/questions/export")
@requires(Can.WRITE_QUIZZES)
def export() -> Any:
    """What is written out, and what each format cannot hold of it."""
    form, asked = _found(request.args)
    found = list(exports.asked_for(form.asked))
    said = exports.losses(found)
    return page("quizzes/trainer/export.html", form=form, asked=asked, count=len(found), losses=said)


@pages.post("/questions/export")
@requires(Can.WRITE_QUIZZES)
def write_export() -> Any:
    """Write the file at once, or let the worker do it where it takes longer."""
    form, asked = _found(request.form)
    named = request.form.get("format")
    if named not in formats.FORMATS:
        return back_to(".export", **asked)
    if exports.total(form.asked) > actions.AT_ONCE:
        return back_to("core.jobs.show", job_id=actions.start(form.asked, named, by=me(), at=request_time()))
    file, _count = actions.write_out(form.asked, named, by=me(), at=request_time())
    return back_to("files.owner.download", file_id=file.public_id)
