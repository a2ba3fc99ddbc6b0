"""Class pages, and a learner's own classes and calendar."""

from flask import Blueprint

from lms.enrolment.views import feed, learner, public

room = Blueprint("enrolment", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(learner.pages)
room.register_blueprint(feed.pages)
