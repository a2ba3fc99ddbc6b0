"""Pages of consents and cards, and the privacy notice."""

from flask import Blueprint

from lms.profile.views import learner, public

room = Blueprint("profile", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(learner.pages)
