"""Pages of coordinators, and the page on which an invitation is accepted."""

from flask import Blueprint

from lms.invitations.views import coordinator, public

room = Blueprint("invitations", __name__)
room.register_blueprint(coordinator.pages)
room.register_blueprint(public.pages)
