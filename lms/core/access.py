"""Who may open what: every endpoint declares it, and an undeclared one stops the app from starting."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Flask, abort, current_app, g, jsonify, redirect, request, url_for
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from lms.core import clock
from lms.core.db import afterwards
from lms.core.permissions import Can

Predicate = Callable[[Any, Any], bool]
#: Signs of a field that wait behind a sign-in at most.
KEPT = 40


class Access(NamedTuple):
    """What an endpoint declares: `can` is None for a public one."""

    can: Can | None
    loader: Callable[..., Any] | None


class Undeclared(RuntimeError):
    """An endpoint or a permission is missing from the policy."""


def me() -> Any:
    """The person at the screen, or None; the gate is asked once a request."""
    if "me" not in g:
        g.me = current_user.person if current_user.is_authenticated else None
    return g.me


def may(can: Can, subject: Any = None) -> bool:
    """Whether the person at the screen may do this to `subject`."""
    person = me()
    return person is not None and any(holds(person, subject) for holds in current_app.extensions["policy"][can])


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Anyone may open this."""
    view.access = Access(None, None)
    return view


def requires(
    can: Can, loader: Callable[..., Any] | None = None, *, keeps: str = "", back: str = ""
) -> Callable[..., Any]:
    """Load the subject, ask the policy, then call the view with it.

    Not signed in: the sign-in page, whatever the id; a script that asks for JSON gets its address with 401.
    Missing or not permitted: the same 404.
    Without a loader a refusal is 403, for there is no object to hide.
    `keeps`: a short field of a form that the page at the same address takes from its query; what was typed there
    waits behind the sign-in. `back`: the page (an endpoint of the same ids) to come back to after signing in, where
    what was asked for is no page.
    """

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            if me() is None:
                return _ask_to_sign_in(keeps, url_for(back, **values) if back else "")
            if loader is None:
                return view(**values) if may(can) else _refuse(403, can)
            subject = loader(**values)
            return view(subject) if subject is not None and may(can, subject) else _refuse(404, can)

        guarded.access = Access(can, loader)
        return guarded

    return declare


def _refuse(status: int, can: Can) -> Any:
    """The refusal, or the page that says what is needed first: `way_on(person)` answers it or None."""
    way_on = current_app.extensions.get("way_on")
    answer = way_on(me()) if way_on else None
    if answer is not None:
        return answer
    notice = current_app.extensions.get("on_refused")
    if notice:
        afterwards(notice, can.value, request.endpoint, me().id, at=clock.now())
    return abort(status)


def _ask_to_sign_in(keeps: str = "", back: str = "") -> Any:
    typed = request.form.get(keeps, "")[:KEPT]
    way_back = f"{request.path}?{urlencode({keeps: typed})}" if typed else back or path_to_return_to()
    address = url_for("accounts.public.sign_in", next=sign_path(way_back))
    if wants_json():
        return jsonify(signed_out=True, next=address), 401
    return redirect(address, 303)


def wants_json() -> bool:
    """Whether a script asks, that reads JSON and no page."""
    return request.accept_mimetypes.accept_json and not request.accept_mimetypes.accept_html


def path_to_return_to() -> str:
    """Where a person comes back to after signing in: this page, or the page the button stood on."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    home = request.host_url
    return "/" + request.referrer[len(home) :] if (request.referrer or "").startswith(home) else "/today"


def sign_path(path: str) -> str:
    """A path of ours, signed, so that `next` can never lead to another site."""
    return URLSafeSerializer(current_app.secret_key, salt="next").dumps(path)


def signed_path(value: str | None) -> str | None:
    """The path inside a `next` value, or None if we did not make it."""
    try:
        path = URLSafeSerializer(current_app.secret_key, salt="next").loads(value or "")
    except BadSignature:
        return None
    return path if isinstance(path, str) and _is_ours(path) else None


def _is_ours(path: str) -> bool:
    """Whether a browser reads it as a path. It leaves tabs and line breaks out, so they may hide a second slash."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


def check(app: Flask, policy: Mapping[Can, list[Predicate]]) -> None:
    """Refuse to start with an endpoint that declares nothing, or a permission nobody decided."""
    app.extensions["policy"] = policy
    bare = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "access"))
    if bare:
        raise Undeclared(f"endpoints that declare no access: {', '.join(bare)}")
    missing = sorted(can for can in Can if can not in policy)
    if missing:
        raise Undeclared(f"permissions without a rule in lms/policy.py: {', '.join(missing)}")
