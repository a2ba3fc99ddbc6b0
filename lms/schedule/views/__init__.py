"""Pages of the timetable."""

from flask import Blueprint

from lms.schedule.views import coordinator, feed, trainer

room = Blueprint("schedule", __name__)
room.register_blueprint(trainer.pages)
room.register_blueprint(coordinator.pages)
room.register_blueprint(feed.pages)
