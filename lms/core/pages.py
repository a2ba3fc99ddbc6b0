"""Showing pages: the status says what happened."""

from typing import Any

from flask import Response, redirect, render_template, url_for


def page(template: str, **values: Any) -> str:
    """The page, 200."""
    return render_template(template, **values)


def again(template: str, **values: Any) -> tuple[str, int]:
    """The form again after it was refused: 422, nothing is written, what was typed stays."""
    return render_template(template, failed=True, **values), 422


def back_to(endpoint: str, **values: Any) -> Response:
    """See Other (RFC 9110 §15.4.4): after a change, go and look at the result."""
    return redirect(url_for(endpoint, **values), 303)
