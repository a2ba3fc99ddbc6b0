"""Pages of attendance: going in (by a signed link too) and checking in, the roll, the code on the wall, the rule."""

from flask import Blueprint

from lms.attendance.views import coordinator, learner, public, trainer

room = Blueprint("attendance", __name__)
room.register_blueprint(coordinator.pages)
room.register_blueprint(learner.pages)
room.register_blueprint(public.pages)
room.register_blueprint(trainer.pages)
