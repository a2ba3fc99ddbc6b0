"""The house on a phone: what makes it installable, and the worker that answers where there is no network.

A page says on its body what a phone has to know (`phone()`): whose page it is, whether it may be kept, and where the
worker is. The worker itself is `static/js/sw.js`; before it stands `HOUSE`, which names the release and its shell.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request, url_for
from markupsafe import Markup, escape

from lms.core.access import me, path_to_return_to, public, sign_path
from lms.core.assets import STATIC, small_js
from lms.core.words import LANGUAGES, _, language, speak

pages = Blueprint("offline", __name__)

#: Pages that a phone may keep, and what they are.
KEPT = {"catalogue.public.lesson": "lesson", "quizzes.learner.attempt": "quiz"}
#: Pages that bring the worker to a phone; never those of staff, whose layout does not ask.
PLACES = frozenset({*KEPT, "quizzes.learner.quiz", "home.learner.today", "home.public.kept"})
#: Pages that the worker shows to whoever is at the phone, so it says on them who that is.
FILLED = frozenset({"offline.page", "home.public.kept"})
#: What every kept page is made with. A page brings along whatever else it names.
SHELL = ("learner.css", "app.js", "icons.svg", "hem.svg", "mark.svg", "kept.js", "queue.js")
#: The header by which a script says for whom it sends what waited.
FOR = "For-Person"


def install(app: Flask) -> None:
    """Serve the worker, the manifest and the page without a network; give templates `phone()`."""
    app.register_blueprint(pages)
    app.extensions["release"] = release(app)
    app.before_request(refuse_for_somebody_else)
    app.jinja_env.globals.update(phone=phone, on_phones=PLACES)


def release(app: Flask) -> str:
    """Moves whenever the shell does: its files, the worker, the templates and words of its two pages."""
    root, found = STATIC.parent, hashlib.sha256()
    names = ["static/js/sw.js", "templates/core/offline.html", "templates/core/_kept.html"]
    names += ["templates/home/public/kept.html", "translations/vi/LC_MESSAGES/core.po"]
    folders = sorted((root / "templates" / "layouts").glob("*.html"))
    for path in [*map(root.joinpath, names), *folders]:
        found.update(Path(path).read_bytes())
    for name in SHELL:
        found.update(app.extensions["assets_by_name"][name].file.encode())
    found.update(repr((app.config["DEMO"], app.config["CONTACT"])).encode())
    return found.hexdigest()[:10]


def phone() -> Markup:
    """What the body of a page says to the phone it is shown on. Of nobody's page it says just that."""
    person, endpoint = me(), request.endpoint
    said = {"person": person.public_id if person else ""}
    if person or endpoint in FILLED:
        said["queue"] = _asset("queue.js")
    if endpoint in PLACES:
        said["worker"] = url_for("offline.worker", spoken=language())
        said["manifest"] = url_for("offline.manifest")
    if endpoint in KEPT:
        said["keep"] = KEPT[endpoint]
    if len(said) > 1:
        said["behaviour"] = "phone"
    return Markup("").join(Markup(f' data-{name}="{escape(value)}"') for name, value in said.items())


def _asset(name: str) -> str:
    return f"{request.script_root}/assets/{current_app.extensions['assets_by_name'][name].file}"


def refuse_for_somebody_else() -> Any:
    """401 for what a page sends for a person who is not the one signed in: the phone has changed hands meanwhile.

    The way on leads back to that page as its person; whoever else is signed in by then is asked to sign out first.
    """
    whose = request.headers.get(FOR)
    if whose is None or (me() is not None and me().public_id == whose):
        return None
    way_on = {"instead": 1 if me() else None, "next": sign_path(path_to_return_to())}
    return jsonify(signed_out=True, next=url_for("accounts.public.sign_in", **way_on)), 401


def speak_as_asked() -> None:
    """The worker fetches its two pages without saying who asks, so it names the language."""
    if request.args.get("spoken") in LANGUAGES:
        speak(request.args["spoken"])


@pages.get("/offline")
@public
def page() -> Any:
    """What is shown where there is no network and the page asked for is not on the phone."""
    speak_as_asked()
    return render_template("core/offline.html")


@pages.get("/sw.js")
@public
def worker() -> Any:
    """The worker, with this release in front of it. Asked for at every page, so mostly answered by 304."""
    speak_as_asked()
    answer = Response(f"const HOUSE={json.dumps(_house(), ensure_ascii=False)};\n{_script()}")
    answer.content_type = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _script() -> str:
    kept = current_app.extensions.setdefault("worker", {})
    if "script" not in kept:
        kept["script"] = small_js((STATIC / "js" / "sw.js").read_text("utf-8"))
    return kept["script"]


def _house() -> dict[str, Any]:
    return {
        "release": f"{current_app.extensions['release']}-{language()}",
        "shell": [_asset(name) for name in SHELL],
        "pages": {
            url_for("offline.page"): url_for("offline.page", spoken=language()),
            url_for("home.public.kept"): url_for("home.public.kept", spoken=language()),
        },
        "offline": url_for("offline.page"),
        "icons": _asset("icons.svg"),
        "out": url_for("accounts.public.sign_out"),
        "lang": language(),
        "words": {
            "kept": _("Shown from this phone, as it was on %(when)s.", when="{when}"),
            "unsent": _("What you just did was not sent. Nothing is lost; go back and try again when you are online."),
            "out": _("You are signed out on this phone. What it kept of you is gone from the list below."),
        },
    }


@pages.get("/manifest.webmanifest")
@public
def manifest() -> Any:
    """What the house is called, and how it looks, on a home screen. One for both languages, Vietnamese first.

    Pages name it by script, once they have come to rest and the worker is there: nobody waits for it.
    """
    icons = [
        {"src": _asset(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    answer = jsonify(
        id="/",
        name="Cùng Học – lớp học trực tuyến miễn phí",
        short_name="Cùng Học",
        description="Mỗi tuần một buổi, học trên điện thoại. Bài học đã mở đọc được cả khi mất mạng.",
        lang="vi",
        dir="ltr",
        start_url=url_for("home.learner.today", **{"from": "app"}),
        scope=f"{request.script_root}/",
        display="standalone",
        background_color="#faf5ea",
        theme_color="#1c2b63",
        categories=["education"],
        icons=icons,
    )
    answer.content_type = "application/manifest+json"
    answer.headers["Cache-Control"] = "public, max-age=86400"
    answer.add_etag()
    return answer.make_conditional(request)
