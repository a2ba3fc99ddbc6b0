"""Pictures for everybody, and what those who write work with."""

from flask import Blueprint

from lms.writing.views import public, staff

room = Blueprint("writing", __name__)
room.register_blueprint(public.pages)
room.register_blueprint(staff.pages)
