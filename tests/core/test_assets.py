"""Joined styles and behaviours: what is in them, how they are kept, and what they weigh."""

import gzip
import re

import pytest
from flask import Flask, render_template_string

from lms.core import assets

#: Most a first visit of a learner may spend on styles, sprite and hem (bytes, gzip).
LOOKS_BUDGET = 9_000
#: Most the behaviours of a page may weigh (bytes, gzip): passkeys, the clock abroad and the check-in are among them.
BEHAVIOURS_BUDGET = 4_600


@pytest.fixture(scope="module")
def shelf():
    return assets.gather(assets.STATIC)


@pytest.fixture
def house():
    """A bare app that serves only the assets."""
    app = Flask(__name__, static_folder=None)
    assets.init(app)
    return app


def url(app: Flask, name: str) -> str:
    with app.test_request_context():
        return render_template_string("{{ asset(name) }}", name=name)


def test_a_name_carries_the_hash_of_the_content():
    assert assets.make("a.css", b"a{}").file == "a-5f546eb460.css"
    assert assets.make("a.css", b"a{}").file != assets.make("a.css", b"b{}").file
    assert assets.plain_name("a-5f546eb460.css") == "a.css"


def test_the_hem_in_the_style_is_the_hashed_one(shelf):
    style = shelf["learner.css"].body.decode()
    assert f"url({shelf['hem.svg'].file})" in style
    assert "url(hem.svg)" not in style


def test_every_folder_is_its_own_layer_lowest_first(shelf):
    style = shelf["learner.css"].body.decode()
    assert style.startswith(assets.LAYERS)
    assert re.findall(r"@layer (\w+)\{", style) == ["tokens", "base", "components", "rooms"]


def test_every_component_style_is_joined(shelf):
    style = shelf["learner.css"].body.decode()
    for path in (assets.STATIC / "css" / "components").glob("*.css"):
        assert assets.small_css(path.read_text("utf-8")) in style.replace(shelf["hem.svg"].file, "hem.svg"), path.name


def test_styles_lose_comments_and_space_but_no_meaning():
    text = """/* why */
.a > .b, .c { color: red; }
@media (min-width: 48rem) {
  .a :hover { margin: calc(1rem - 2px); }
}
"""
    assert assets.small_css(text) == ".a>.b,.c{color:red}@media (min-width:48rem){.a :hover{margin:calc(1rem - 2px)}}"


def test_behaviours_lose_comments_and_indents():
    assert assets.small_js("// why\nexport default function (e) {\n  // here\n  e.x = 1;\n}\n") == (
        "export default function (e) {\ne.x = 1;\n}"
    )


def test_every_behaviour_is_joined_under_its_name(shelf):
    script = shelf["app.js"].body.decode()
    names = [path.stem for path in sorted((assets.STATIC / "js" / "behaviours").glob("*.js"))]
    assert re.findall(r'^behaviours\["([\w-]+)"\]=', script, flags=re.MULTILINE) == names
    assert not re.search(r"^(import|export)\b", script, flags=re.MULTILINE)


@pytest.mark.parametrize("text", ["function bind() {}\n", "import a from 'a';\nexport default function () {}\n"])
def test_a_behaviour_that_cannot_be_joined_stops_the_start(tmp_path, text):
    (tmp_path / "behaviours").mkdir()
    (tmp_path / "behaviours" / "odd.js").write_text(text)
    (tmp_path / "start.js").write_text("")
    with pytest.raises(assets.BadBehaviour, match=r"odd\.js"):
        assets.join_behaviours(tmp_path)


def test_a_hashed_file_may_be_kept_for_ever(house):
    answer = house.test_client().get(url(house, "learner.css"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "Content-Encoding" not in answer.headers


def test_a_browser_that_takes_gzip_gets_it(house, shelf):
    answer = house.test_client().get(url(house, "app.js"), headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.data) == shelf["app.js"].body


def test_an_older_hash_gets_the_present_file_unkept(house, shelf):
    answer = house.test_client().get("/assets/learner-0000000000.css")
    assert answer.data == shelf["learner.css"].body
    assert answer.headers["Cache-Control"] == "no-cache"


def test_an_unknown_file_is_not_found(house):
    assert house.test_client().get("/assets/other-0000000000.css").status_code == 404


def test_a_wrong_name_in_a_template_is_an_error(house):
    with house.test_request_context(), pytest.raises(KeyError):
        render_template_string("{{ asset('nothing.css') }}")


def test_the_looks_stay_light(shelf):
    assert sum(len(shelf[name].packed) for name in ("learner.css", "icons.svg", "hem.svg")) <= LOOKS_BUDGET


def test_the_behaviours_stay_light(shelf):
    assert len(shelf["app.js"].packed) <= BEHAVIOURS_BUDGET


def test_every_sign_used_in_a_template_is_in_the_sprite(shelf):
    signs = set(re.findall(r'<symbol id="([\w-]+)"', shelf["icons.svg"].body.decode()))
    used = set()
    for path in (assets.STATIC.parent / "templates").rglob("*.html"):
        used |= set(re.findall(r"""icon(?:_name=|\()["']([\w-]+)["']""", path.read_text("utf-8")))
    assert used and used <= signs
