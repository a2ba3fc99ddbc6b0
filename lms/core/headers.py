"""Security headers on every answer, and the check that a change was asked for by our own pages.

No token stands in a form: browsers say where a request comes from (`Sec-Fetch-Site`, W3C Fetch Metadata;
`Origin`, RFC 6454), and the sign-in cookie is SameSite=Lax. A form left open for days still works.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from lms.core.db import SAFE

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def install(app: Flask) -> None:
    """Guard unsafe requests and finish every response."""
    app.before_request(refuse_nul)
    app.before_request(refuse_foreign_requests)
    app.after_request(say_what_to_keep)
    app.wsgi_app = _with_headers(app.wsgi_app)


def refuse_nul() -> None:
    """404 for an address with a NUL in it: no database key holds one, and PostgreSQL refuses the question."""
    if "\0" in request.path or b"%00" in request.query_string or b"\0" in request.query_string:
        abort(404)


def refuse_foreign_requests() -> None:
    """403 for a change that another site's page asked for."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    origin = request.headers.get("Origin")
    if origin is not None and _host_of(origin) != request.host:
        abort(403)


def _host_of(origin: str) -> str:
    """The host an origin names; "" for what is no origin."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def say_what_to_keep(response: Response) -> Response:
    """Pages of a signed-in person are not kept by caches, the rest is asked for again, unless a view knows better."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if response.mimetype == "text/html" else "no-cache"
    return response


def _with_headers(wsgi_app: Any) -> Any:
    """`wsgi_app` with the fixed headers, which no view sets, on every answer, whatever went wrong in it.

    Not on 304: whoever asked has them with what they kept (RFC 9110 §15.4.5), and pays for every byte.
    """
    plain = list(HEADERS.items())
    secure = [*plain, ("Strict-Transport-Security", "max-age=31536000")]

    def answer(environ: Any, start_response: Any) -> Any:
        fixed = secure if environ["wsgi.url_scheme"] == "https" else plain

        def start(status: str, headers: Any, *error: Any) -> Any:
            return start_response(status, headers if status.startswith("304") else headers + fixed, *error)

        return wsgi_app(environ, start)

    return answer
