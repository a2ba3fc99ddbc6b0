"""Pages of signing up, signing in, and one's own account."""

from flask import Blueprint

from lms.accounts.views import learner, public

room = Blueprint("accounts", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(learner.pages)
