"""Pages of signing up, signing in, and one's own account."""

from flask import Blueprint

from lms.accounts.views import codes, contacts, factors, learner, lost, public, staff

room = Blueprint("accounts", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(learner.pages)
room.register_blueprint(factors.pages)
room.register_blueprint(codes.pages)
room.register_blueprint(contacts.pages)
room.register_blueprint(lost.pages)
room.register_blueprint(staff.pages)
