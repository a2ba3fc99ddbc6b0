"""Pages of quizzes."""

from flask import Blueprint

from lms.quizzes.views import learner

room = Blueprint("quizzes", __name__)
room.register_blueprint(learner.pages)
