"""The worker, the manifest, the page without a network, and what pages say to phones."""

import json
import re
import struct

import pytest

from lms.core import assets, offline
from tests.factories import catalogue, people, quizzes

BODY = re.compile(r"<body[^>]*>")


def house_of(text):
    """What stands before the worker's own text."""
    return json.loads(re.match(r"const HOUSE=(.*);\n", text)[1])


def test_the_worker_is_asked_for_often_and_mostly_unchanged(app):
    client = app.test_client()
    first = client.get("/sw.js")
    assert first.content_type == "text/javascript; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/sw.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_everything_in_the_shell_is_there(app):
    client = app.test_client()
    house = house_of(client.get("/sw.js").text)
    for address in [*house["shell"], house["icons"], *house["pages"].values()]:
        assert client.get(address).status_code == 200, address


def test_the_worker_speaks_the_language_of_the_page_that_brought_it(app):
    client = app.test_client()
    vi, en = (house_of(client.get(f"/sw.js?spoken={code}").text) for code in ("vi", "en"))
    assert "Hiện từ máy, bản giữ" in vi["words"]["kept"] and "Shown from this phone" in en["words"]["kept"]
    assert vi["release"] != en["release"]
    assert 'lang="en"' in client.get(en["pages"]["/offline"]).text
    assert 'lang="vi"' in client.get("/offline?spoken=fr").text


@pytest.mark.parametrize("name", ["app.js", "learner.css", "kept.js"])
def test_a_release_moves_with_every_file_of_the_shell(app, monkeypatch, name):
    before = offline.release(app)
    shelf = dict(app.extensions["assets_by_name"])
    monkeypatch.setitem(app.extensions, "assets_by_name", shelf)
    assert offline.release(app) == before
    shelf[name] = assets.make(name, b"other")
    assert offline.release(app) != before


def test_the_manifest_names_icons_of_the_size_they_have(app):
    client = app.test_client()
    answer = client.get("/manifest.webmanifest")
    assert answer.content_type == "application/manifest+json"
    manifest = json.loads(answer.text)
    assert (manifest["display"], manifest["scope"], manifest["lang"]) == ("standalone", "/", "vi")
    assert manifest["start_url"].startswith("/today")
    for icon in manifest["icons"]:
        width, height = struct.unpack(">II", client.get(icon["src"]).data[16:24])
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_pages_of_nobody_say_only_that(app):
    lesson = catalogue.module().lessons[0]
    for path in ("/", "/classes", f"/lessons/{lesson.slug}"):
        assert 'data-person=""' in BODY.search(app.test_client().get(path).text)[0], path
    assert "data-worker" not in BODY.search(app.test_client().get("/classes").text)[0]


def test_a_page_says_whose_it_is_and_whether_it_may_be_kept(visit, at):
    person = people.person()
    module = catalogue.module()
    attempt = quizzes.attempt(quizzes.quiz(("single",), module=module), person, at=at)
    visitor = visit.as_(person)
    said = {
        path: BODY.search(visitor.open("GET", path).html)[0]
        for path in (f"/lessons/{module.lessons[0].slug}", f"/attempts/{attempt.public_id}", "/today", "/me")
    }
    lesson, quiz, today, mine = said.values()
    assert all(f'data-person="{person.public_id}"' in body for body in said.values())
    assert 'data-keep="lesson"' in lesson and 'data-keep="quiz"' in quiz
    assert "data-keep" not in today + mine
    assert "data-worker" in today and "data-worker" not in mine


def test_staff_pages_and_pages_of_failure_say_nothing(visit):
    visitor = visit.as_(people.trainer())
    for path in ("/teach/claims", "/nowhere"):
        assert BODY.search(visitor.open("GET", path).html)[0].count("data-") == 0, path


def test_what_is_sent_for_somebody_else_is_refused(visit, at):
    person, other = people.person(), people.person("Giàng A Páo")
    attempt = quizzes.attempt(quizzes.quiz(("single",)), person, at=at)
    answers, asks = f"/attempts/{attempt.public_id}/answers", {"Accept": "application/json"}
    sheet = {"position": 1, "sequence": 1, "a1": "0"}
    visitor = visit.as_(person)
    refused = visitor.open("POST", answers, data=sheet, headers={**asks, "For-Person": other.public_id})
    assert refused.status == 401
    assert refused.response.json["signed_out"] is True
    taken = visitor.open("POST", answers, data=sheet, headers={**asks, "For-Person": person.public_id})
    assert taken.status == 200


def test_whoever_finds_somebody_else_signed_in_is_led_back_to_their_own_page(visit, at):
    may, pao = people.person(), people.with_password(people.person("Giàng A Páo", phone="+84987650002"))
    attempt = quizzes.attempt(quizzes.quiz(("single",)), pao, at=at)
    path, visitor = f"/attempts/{attempt.public_id}", visit.as_(may)
    asks = {"Accept": "application/json", "For-Person": pao.public_id, "Referer": f"http://localhost{path}"}
    refused = visitor.open("POST", f"{path}/answers", data={"position": 1}, headers=asks)
    page = visitor.open("GET", refused.response.json["next"])
    assert page.status == 200 and may.name.split()[-1] in page
    form = page.soup.select_one('form[action="/sign-out"]')
    out = visitor.open("POST", "/sign-out", data={"next": form.select_one("[name=next]")["value"]})
    way = visitor.open("GET", out.location).soup.select_one("form [name=next]")["value"]
    typed = {"contact": "0987650002", "password": people.PASSWORD, "next": way}
    assert visitor.open("POST", "/sign-in", data=typed).location == path
    assert visit.as_(may).open("POST", "/sign-out", data={"next": "//elsewhere.vn"}).location == "/sign-in"


def test_a_script_that_is_not_signed_in_is_told_so(visit, at):
    attempt = quizzes.attempt(quizzes.quiz(("single",)), people.person(), at=at)
    path = f"/attempts/{attempt.public_id}/answers"
    told = visit.open("POST", path, data={"position": 1}, headers={"Accept": "application/json"})
    assert told.status == 401
    assert told.response.json["signed_out"] is True and told.response.json["next"].startswith("/sign-in?next=")
    assert visit.open("POST", path, data={"position": 1}).status == 303


def test_the_page_of_what_is_kept_says_that_it_needs_script(visit):
    page = visit.open("GET", "/kept")
    assert "cần JavaScript" in page.soup.select_one("[data-without]").text
    assert all(place.has_attr("hidden") for place in page.soup.select("[data-pages], [data-waits], [data-none]"))


def test_signing_out_works_without_script(visit):
    visitor = visit.as_(people.person())
    form = visitor.open("GET", "/me").soup.select_one('form[data-behaviour="leave"]')
    assert form["action"] == "/sign-out" and form["method"] == "post"
    assert visitor.open("POST", form["action"]).location == "/sign-in"
    assert visitor.open("GET", "/me").status == 303
