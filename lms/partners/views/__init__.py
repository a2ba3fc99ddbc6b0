"""Pages of coordinators about partners."""

from flask import Blueprint

from lms.partners.views import coordinator

room = Blueprint("partners", __name__)
room.register_blueprint(coordinator.pages)
