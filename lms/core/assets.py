"""Styles, behaviours and pictures, without a build step: joined, hashed and packed once, when the app starts.

The folder decides where a file goes. `static/css/{tokens,base}.css`, `components/` and `rooms/` become
`learner.css`, which every page loads; `desk/` becomes `staff.css`, which working pages load as well. Each
folder is its own cascade layer, so a later one wins whatever the selectors. `static/js/behaviours/*.js` and
`start.js` become `app.js`; those in `static/js/pages/` are modules of single pages. An address carries the hash of its
content and may be kept for ever.
"""

import gzip
import hashlib
import re
from pathlib import Path
from typing import Any, NamedTuple

from flask import Blueprint, Flask, Response, abort, current_app, request
from markupsafe import Markup

from lms.core.access import public

STATIC = Path(__file__).resolve().parents[2] / "static"
#: Bundle -> what is joined into it, lowest cascade layer first. A folder means its files by name.
SHEETS = {
    "learner.css": (
        ("tokens", "tokens.css"),
        ("base", "base.css"),
        ("components", "components"),
        ("rooms", "rooms"),
    ),
    "staff.css": (("staff", "desk"),),
}
LAYERS = "@layer tokens,base,components,rooms,staff;"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
}
TEXT = (".css", ".js", ".svg")
FOR_EVER = "public, max-age=31536000, immutable"

pages = Blueprint("assets", __name__)


class Asset(NamedTuple):
    """A file as it is sent: `file` is its hashed name, `packed` its gzip (RFC 1952), None where that gains nothing."""

    file: str
    body: bytes
    packed: bytes | None
    type: str


class BadBehaviour(ValueError):
    """A behaviour that cannot be joined: it needs exactly one `export default function` and no import."""


def init(app: Flask) -> None:
    """Join everything, serve it under /assets/, and give templates `asset(name)` and `letter_style()`."""
    shelf = gather(STATIC)
    app.extensions["assets"] = {asset.file: asset for asset in shelf.values()}
    app.extensions["assets_by_name"] = shelf
    urls = {name: f"/assets/{asset.file}" for name, asset in shelf.items()}
    style = Markup(f"<style>{small_css((STATIC / 'css' / 'letter.css').read_text('utf-8'))}</style>")
    app.jinja_env.globals.update(asset=urls.__getitem__, letter_style=lambda: style)
    app.register_blueprint(pages)


@pages.get("/robots.txt")
@public
def robots() -> Any:
    """Everything may be fetched: Google's calendar obeys this file, and what is nobody's business asks who comes."""
    return Response("User-agent: *\nDisallow:\n", content_type="text/plain; charset=utf-8")


@pages.get("/assets/<name>")
@public
def file(name: str) -> Any:
    """A hashed file. A page from before an update may ask for an older hash: it gets the present file, unkept."""
    asset, keep = current_app.extensions["assets"].get(name), FOR_EVER
    if asset is None:
        asset, keep = current_app.extensions["assets_by_name"].get(plain_name(name)), "no-cache"
    if asset is None:
        abort(404)
    packed = asset.packed if "gzip" in request.accept_encodings else None
    answer = Response(packed or asset.body, content_type=asset.type)
    answer.headers["Cache-Control"] = keep
    if asset.packed:
        answer.headers["Vary"] = "Accept-Encoding"
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def gather(static: Path) -> dict[str, Asset]:
    """Every asset by its plain name (`learner.css`, `app.js`, `hem.svg`, …)."""
    shelf = {path.name: make(path.name, path.read_bytes()) for path in sorted((static / "img").iterdir())}
    for path in sorted((static / "vendor").glob("*/*.js")):
        name = path.name.split(".")[0] + ".js"
        shelf[name] = make(name, path.read_bytes())
    for path in sorted((static / "js" / "pages").glob("*.js")):
        shelf[path.name] = make(path.name, small_js(path.read_text("utf-8")).encode())
    shelf["app.js"] = make("app.js", join_behaviours(static / "js").encode())
    for name, parts in SHEETS.items():
        shelf[name] = make(name, join_styles(static / "css", parts, shelf).encode())
    return shelf


def make(name: str, body: bytes) -> Asset:
    """`body` under a name that carries ten hex digits of its SHA-256."""
    stem, dot, ending = name.rpartition(".")
    kind = TYPES[dot + ending]
    text = dot + ending in TEXT
    return Asset(
        f"{stem}-{hashlib.sha256(body).hexdigest()[:10]}.{ending}",
        body,
        gzip.compress(body, 9, mtime=0) if text else None,
        f"{kind}; charset=utf-8" if text else kind,
    )


def plain_name(name: str) -> str:
    """`learner-0123456789.css` -> `learner.css`"""
    return re.sub(r"-[0-9a-f]{10}(\.\w+)$", r"\1", name)


def join_styles(css: Path, parts: tuple[tuple[str, str], ...], shelf: dict[str, Asset]) -> str:
    """The files of a bundle, each folder in its layer; `url(hem.svg)` becomes the hashed name."""
    sheets = [LAYERS]
    for layer, part in parts:
        source = css / part
        paths = sorted(source.glob("*.css")) if source.is_dir() else [source]
        sheets.append(f"@layer {layer}{{{''.join(small_css(path.read_text('utf-8')) for path in paths)}}}")
    return re.sub(r"url\(([\w.-]+)\)", lambda found: f"url({shelf[found[1]].file})", "".join(sheets))


def small_css(text: str) -> str:
    """Without comments and needless space. Strings in our sheets hold no braces, colons or commas."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};>,])\s*", r"\1", text)
    return re.sub(r":\s+", ":", text).replace(";}", "}").strip()


def join_behaviours(js: Path) -> str:
    """One ES module: every behaviour by its file's name, then `start.js`, which binds them."""
    parts = [f'behaviours["{path.stem}"]={_behaviour(path)};\n' for path in sorted((js / "behaviours").glob("*.js"))]
    return "const behaviours={};\n" + "".join(parts) + small_js((js / "start.js").read_text("utf-8"))


def _behaviour(path: Path) -> str:
    text = small_js(path.read_text("utf-8"))
    text, count = re.subn(r"^export default function\b", "const bind=function", text, flags=re.MULTILINE)
    if count != 1 or re.search(r"^(import|export)\b", text, flags=re.MULTILINE):
        raise BadBehaviour(path.name)
    return f"(()=>{{\n{text}\nreturn bind}})()"


def small_js(text: str) -> str:
    """Without comments on lines of their own, indents and empty lines. Ours has no text over several lines."""
    text = re.sub(r"^\s*/\*.*?\*/", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
