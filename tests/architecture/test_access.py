"""Every page declares who may open it, and every permission has a rule."""

import pytest
from flask import Flask

from lms.core.access import Undeclared, check, public
from lms.core.permissions import Can
from lms.policy import POLICY


def test_every_endpoint_declares_its_access(app):
    assert [name for name, view in app.view_functions.items() if not hasattr(view, "access")] == []


def test_an_undeclared_endpoint_stops_the_app_from_starting():
    planted = Flask("planted", static_folder=None)
    planted.add_url_rule("/hole", view_func=lambda: "open to all", endpoint="hole")
    with pytest.raises(Undeclared, match="hole"):
        check(planted, POLICY)


def test_a_permission_without_a_rule_stops_the_app_from_starting():
    planted = Flask("planted", static_folder=None)
    planted.add_url_rule("/", view_func=public(lambda: ""), endpoint="start")
    with pytest.raises(Undeclared, match="attendance.join"):
        check(planted, {can: rules for can, rules in POLICY.items() if can != Can.JOIN})


def test_public_addresses_stand(app):
    """The stable addresses that posters, feeds and letters lead to."""
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert {
        "/",
        "/tracks",
        "/tracks/<slug>",
        "/modules/<slug>",
        "/lessons/<slug>",
        "/classes",
        "/classes/<slug>",
        "/classes/<slug>/calendar.ics",
        "/sign-up",
        "/sign-in",
        "/today",
        "/sessions/<session_id>",
        "/sessions/<session_id>/calendar.ics",
        "/sessions/<session_id>/join",
        "/calendar/<token>.ics",
        "/r/<code>",
        "/quizzes/<quiz_id>",
        "/attempts/<attempt_id>",
        "/jobs/<job_id>",
        "/reach",
        "/healthz",
        "/readyz",
    } <= rules
