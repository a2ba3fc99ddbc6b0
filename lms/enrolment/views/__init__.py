"""Class pages, and a learner's own classes and calendar."""

from flask import Blueprint

from lms.enrolment.views import feed, learner, partners, public, referral, reminders, trainer

room = Blueprint("enrolment", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(learner.pages)
room.register_blueprint(feed.pages)
room.register_blueprint(referral.pages)
room.register_blueprint(partners.pages)
room.register_blueprint(reminders.pages)
room.register_blueprint(trainer.pages)
