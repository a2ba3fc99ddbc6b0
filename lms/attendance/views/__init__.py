"""Pages of attendance: going in and checking in, the roll, the code on the wall."""

from flask import Blueprint

from lms.attendance.views import learner, trainer

room = Blueprint("attendance", __name__)
room.register_blueprint(learner.pages)
room.register_blueprint(trainer.pages)
