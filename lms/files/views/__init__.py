"""The one way to a file: through an access check."""

from flask import Blueprint

from lms.files.views import owner

room = Blueprint("files", __name__)
room.register_blueprint(owner.pages)
