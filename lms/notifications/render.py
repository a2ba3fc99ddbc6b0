"""From a letter's template and its facts to the words of the letter, in the language of who gets it.

A letter is `templates/<room>/letters/<name>.subject`, `.txt` and, if it has one, `.html`; for phones `.sms`, a line
or two, and beside it `.parameters`, a JSON object of the same facts for gateways with fixed templates. A subject
holds no secret. Templates use `link("endpoint", …)` for addresses: it begins with the address in the settings, never
with what a request called us (its Host header may be forged).
"""

import json
from typing import Any, NamedTuple

from flask import current_app
from jinja2 import TemplateNotFound

from lms.core.words import language, speak

#: Where a demonstration answers, for letters that nobody will be sent.
HERE = "http://127.0.0.1:8000"
SUBJECT_LENGTH = 300


class Words(NamedTuple):
    """A letter as it is read; `html`, `sms` and `parameters` are None when it has no such part."""

    subject: str
    text: str
    html: str | None
    sms: str | None
    parameters: dict[str, Any] | None


def link(endpoint: str, **values: Any) -> str:
    """The whole address of a page of ours."""
    path = current_app.url_map.bind("here").build(endpoint, values)
    return (current_app.config["BASE_URL"] or HERE).rstrip("/") + path


def render(template: str, to: Any, **facts: Any) -> Words:
    """The letter `template` ("enrolment/letters/welcome") to a person, who is `to` in it.

    Raises TemplateNotFound for one without a subject or a text.
    """
    spoken = language()
    speak(to.language)
    try:
        subject = " ".join(_part(f"{template}.subject", to, facts).split())[:SUBJECT_LENGTH]
        text = _part(f"{template}.txt", to, facts).strip() + "\n"
        html, sms, named = (_maybe(f"{template}.{part}", to, facts) for part in ("html", "sms", "parameters"))
        return Words(subject, text, html, sms and sms.strip(), named and json.loads(named))
    finally:
        speak(spoken)


def _part(name: str, to: Any, facts: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(name).render(to=to, link=link, **facts)


def _maybe(name: str, to: Any, facts: dict[str, Any]) -> str | None:
    try:
        return _part(name, to, facts)
    except TemplateNotFound as missing:
        if missing.name != name:
            raise
        return None
