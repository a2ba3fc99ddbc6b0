"""Flask as this house uses it: plain functions, and cookies read from where the server put them."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from flask import Flask, Request
from werkzeug.http import parse_cookie


class Question(Request):
    """A request."""

    @cached_property
    def cookies(self) -> Any:
        """The cookies. Werkzeug looks for them among all headers, though WSGI has them in one place (PEP 3333)."""
        return parse_cookie(self.environ, self.dict_storage_class)


class House(Flask):
    """The application."""

    request_class = Question

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: Flask would look at every call whether one of ours is a coroutine; none is."""
        return func
