"""Pages about one's own data, and the register of what people asked."""

from flask import Blueprint

from lms.rights.views import learner, public, staff

room = Blueprint("rights", __name__)
room.register_blueprint(learner.pages)
room.register_blueprint(staff.pages)
room.register_blueprint(public.pages)
