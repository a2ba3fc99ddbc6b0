"""Pages of live rooms."""

from flask import Blueprint

from lms.live.views import coordinator, public, trainer

room = Blueprint("live", __name__)
room.register_blueprint(trainer.pages)
room.register_blueprint(coordinator.pages)
room.register_blueprint(public.pages)
