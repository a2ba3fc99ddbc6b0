"""What the trainer types at the desk after a class."""

from typing import Any

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length, Optional

from lms.core.forms import Form
from lms.core.words import _l
from lms.home.rules import LINE, with_line
from lms.schedule import planner
from lms.schedule.forms import TOO_LONG, MaterialForm
from lms.schedule.planner import Material


class RecapForm(Form):
    """One line to the class, and where to watch and read again."""

    line = StringField(
        _l("One line: what was it about?"),
        [Optional(), Length(max=LINE, message=TOO_LONG)],
        description=_l("Learners read it on the page of the session."),
    )
    recording = StringField(_l("Link of the recording"), [Optional()])
    slides = StringField(_l("Link of the slides"), [Optional()])
    tell = BooleanField(_l("Send it to the class by letter"))
    stood = HiddenField()
    validate_recording = validate_slides = MaterialForm.validate_slides

    @classmethod
    def of(cls, session: Any) -> "RecapForm":
        """The form as it is first shown."""
        stood = planner.marks_of(planner.material_of(session))
        return cls(data={"recording": session.recording_url, "slides": session.slides_url, "stood": stood})

    def material(self, session: Any) -> Material:
        """What goes with the session, once valid: the line stands after those that are there. Raises RecapFull."""
        recap = with_line(session.recap, self.line.data or "")
        return Material(session.module_id, self.slides.data or None, self.recording.data or None, recap)
