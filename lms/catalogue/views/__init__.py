"""Pages of the catalogue."""

from flask import Blueprint

from lms.catalogue.views import learner, public, trainer

room = Blueprint("catalogue", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(learner.pages)
room.register_blueprint(trainer.pages)
