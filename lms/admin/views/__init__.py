"""The caretaker's pages."""

from flask import Blueprint

from lms.admin.views import caretaker, staff

room = Blueprint("admin", __name__)
room.register_blueprint(caretaker.pages)
room.register_blueprint(staff.pages)
