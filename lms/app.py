"""Putting the house together."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import cli, config, rooms
from lms.accounts import gate
from lms.audit import actions as audit
from lms.core import access, assets, failures, headers, health, job_pages, logs, offline, screens, wake
from lms.core import db as database
from lms.core.db import db
from lms.core.house import House
from lms.enrolment import referrals
from lms.enrolment.queries import told
from lms.policy import POLICY


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The application. `overrides` replace `LMS_…` settings, for tests."""
    settings = config.load(overrides)
    app = House(
        "lms",
        root_path=str(config.ROOT / "lms"),
        instance_path=settings["INSTANCE"],
        static_folder=None,
        template_folder=str(config.ROOT / "templates"),
    )
    app.config.update(settings)
    logs.install(app)
    headers.install(app)
    _open_database(app)
    wake.install(app)
    gate.install(app)
    screens.install(app)
    assets.init(app)
    offline.install(app)
    health.install(app)
    job_pages.install(app)
    failures.install(app)
    for _room, views in rooms.desks("views"):
        app.register_blueprint(views.room)
    rooms.desks("jobs")
    app.extensions["personal_data"] = rooms.desks("personal_data")
    app.extensions["picture_users"] = _picture_users()
    app.extensions["on_refused"] = audit.record_refusal
    app.extensions["way_on"] = gate.way_on
    app.extensions["audience"] = told.audience
    app.extensions["on_arrival"] = referrals.keep
    app.cli.add_command(cli.house)
    for command in cli.COMMANDS:
        app.cli.add_command(command)
    access.check(app, POLICY)
    app.after_request(database.settle)  # registered last, so it runs before the headers and the log line
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
    return app


def _picture_users() -> list[Any]:
    """Every room's way of saying in which of its texts a picture stands."""
    asked = (getattr(queries, "uses_of_picture", None) for _room, queries in rooms.desks("queries"))
    return [uses for uses in asked if uses]


def _open_database(app: Flask) -> None:
    rooms.desks("models")
    db.init_app(app)
    app.before_request(database.open_request)
    app.teardown_request(database.close_request)
    with app.app_context():
        database.listen(db.engine)
