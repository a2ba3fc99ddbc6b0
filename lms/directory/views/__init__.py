"""Pages of finding people."""

from flask import Blueprint

from lms.directory.views import staff

room = Blueprint("directory", __name__)
room.register_blueprint(staff.pages)
