"""Pages of certificates: how far a learner is in each class."""

from flask import Blueprint

from lms.certificates.views import learner

room = Blueprint("certificates", __name__)
room.register_blueprint(learner.pages)
