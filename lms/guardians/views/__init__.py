"""Pages of guardianship: the child asks, the guardian answers, staff renew the link."""

from flask import Blueprint

from lms.guardians.views import learner, public, staff

room = Blueprint("guardians", __name__)
room.register_blueprint(learner.pages)
room.register_blueprint(public.pages)
room.register_blueprint(staff.pages)
