"""Random tokens for browsers: what is sent, what is kept, and the cookie between them."""

import hashlib
import hmac
import secrets
from datetime import datetime

from flask import Response, current_app

from lms.core.network import line


def new_token() -> str:
    """256 random bits for the browser."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What the database keeps of a token: SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(text: str) -> str:
    """What the throttle keeps of a contact or an address: HMAC-SHA256 (RFC 2104) under our key, hexadecimal."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), text.encode(), hashlib.sha256).hexdigest()


def near(network: str, what: str = "network") -> str:
    """What the throttle keeps of where a try came from: keyed, one for all addresses of an IPv6 line."""
    return keyed(f"{what}:{line(network)}")


def cookie_name(purpose: str = "") -> str:
    """`__Host-` binds the cookie to this host over HTTPS (RFC 6265bis §4.1.3.2)."""
    name = f"lms-{purpose}" if purpose else "lms"
    return f"__Host-{name}" if current_app.config["PRODUCTION"] else name


def give(response: Response, name: str, token: str, *, until: datetime, strict: bool = False) -> Response:
    """Let the browser keep the token until then; no script reads it, no other site's page sends it with a POST."""
    response.set_cookie(
        name,
        token,
        expires=until,
        httponly=True,
        samesite="Strict" if strict else "Lax",
        path="/",
        secure=current_app.config["PRODUCTION"],
    )
    return response


def take(response: Response, name: str) -> Response:
    """Remove the token from the browser."""
    response.delete_cookie(name, path="/", secure=current_app.config["PRODUCTION"], httponly=True)
    return response
