"""Pages that gather several rooms."""

from flask import Blueprint

from lms.home.views import learner, public, trainer

room = Blueprint("home", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(learner.pages)
room.register_blueprint(trainer.pages)
