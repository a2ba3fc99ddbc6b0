"""Pages of reach."""

from flask import Blueprint

from lms.reach.views import coordinator, partner, public

room = Blueprint("reach", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(coordinator.pages)
room.register_blueprint(partner.pages)
