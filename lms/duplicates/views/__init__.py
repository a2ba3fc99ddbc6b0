"""Pages of duplicates."""

from flask import Blueprint

from lms.duplicates.views import staff

room = Blueprint("duplicates", __name__)
room.register_blueprint(staff.pages)
