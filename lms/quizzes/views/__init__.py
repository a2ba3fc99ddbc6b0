"""Pages of quizzes."""

from flask import Blueprint

from lms.quizzes.views import learner, trainer

room = Blueprint("quizzes", __name__)
room.register_blueprint(learner.pages)
room.register_blueprint(trainer.pages)
