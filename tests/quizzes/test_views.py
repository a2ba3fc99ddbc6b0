"""Quizzes as a learner meets them, with plain forms and with a phone's script."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from lms.core.access import signed_path
from lms.quizzes import queries
from tests.factories import people
from tests.factories import quizzes as make
from tests.statements import statements

JSON = {"Accept": "application/json"}


@pytest.fixture
def person(app):
    return people.person()


@pytest.fixture
def learner(visit, person):
    return visit.as_(person)


def put(learner, attempt, position, sequence, **fields):
    """One answer as the script sends it."""
    path = learner.address("quizzes.learner.answers", {"attempt_id": attempt.public_id})
    data = {"position": position, "sequence": sequence, **fields}
    return learner.open("POST", path, data=data, headers=JSON).response


def hand_in(learner, attempt, data):
    return learner.post("quizzes.learner.hand_in", data, attempt_id=attempt.public_id)


def values(attempt):
    return {item.position: row.value for item, row in queries.paper(attempt) if row}


def test_from_the_module_to_the_first_question(learner):
    quiz = make.quiz()
    there = learner.follow(learner.get("quizzes.learner.of_module", slug=quiz.module.slug))
    assert there.h1 == quiz.module.title_vi
    assert "6 câu" in there and "Đạt từ 70 % số điểm" in there and "Còn 3 lần làm bài. Lấy điểm cao nhất." in there
    begun = learner.post("quizzes.learner.start", quiz_id=quiz.public_id)
    assert begun.status == 303
    sheet = learner.follow(begun)
    assert len(sheet.soup.select("fieldset")) == 6 and "Câu 6 trong 6" in sheet
    assert learner.post("quizzes.learner.start", quiz_id=quiz.public_id).location == begun.location
    again = learner.get("quizzes.learner.quiz", quiz_id=quiz.public_id)
    assert again.soup.find("a", string="Làm tiếp")["href"] == begun.location


def test_without_a_script_the_sheet_is_saved_and_handed_in(learner, person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    data = make.fields(attempt)
    saved = learner.post("quizzes.learner.answers", data | {"seen": "0"}, attempt_id=attempt.public_id)
    sheet = learner.follow(saved)
    assert "Đã lưu câu trả lời" in sheet and sheet.value("seen") == "1"
    assert len(sheet.soup.select("input:checked, input[checked]")) == 4 and sheet.value("a6") == "1350"
    assert sorted(o.get_text() for o in sheet.soup.select(".turn option[selected]")) == ["1", "2", "3"]
    asked = hand_in(learner, attempt, data | {"seen": "1"})
    assert asked.location.endswith("/check")
    check = learner.follow(asked)
    assert len(check.soup.select(".rows li")) == 6, "every question is listed"
    result = learner.follow(hand_in(learner, attempt, {"anyway": "1"}))
    assert result.h1 == "Đạt, 6 trên 6 điểm" and "Bạn đúng hết các câu." in result


def test_open_questions_are_shown_before_handing_in(learner, person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    data = make.fields(attempt)
    del data["a1"]
    data["a6"] = "khoảng ba"
    asked = hand_in(learner, attempt, data)
    page = learner.follow(asked)
    assert page.h1 == "Còn 2 câu chưa trả lời"
    lines = {a["href"].partition("#q")[2]: bool(a.select(".missing")) for a in page.soup.select(".rows a")}
    assert lines == {str(n): n in (1, 6) for n in range(1, 7)}, "every question is listed, and which ones are open"
    sheet = learner.get("quizzes.learner.attempt", attempt_id=attempt.public_id)
    assert sheet.value("a6") == "khoảng ba", "nothing typed is lost"
    assert sheet.soup.select_one("#q6 .err").get_text(strip=True)
    result = learner.follow(hand_in(learner, attempt, {"anyway": "1"}))
    assert result.h1 == "Chưa đạt, 4 trên 6 điểm"


def test_a_result_shows_what_to_look_at_again_first(learner, person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    data = make.fields(attempt) | {"a2": "1"}
    learner.follow(hand_in(learner, attempt, data | {"anyway": "1"}))
    page = learner.get("quizzes.learner.result", attempt_id=attempt.public_id)
    assert page.h1 == "Đạt, 5 trên 6 điểm" and "Bạn cần 4,2 điểm để đạt." in page
    wrong = page.soup.select_one(".plainlist").get_text(" ", strip=True)
    assert "Bạn chọn Sai" in wrong and "Đáp án Đúng" in wrong and "Vì sao" in wrong
    assert len(page.soup.select("details")) == 5 and "Còn 2 lần làm bài." in page
    assert page.soup.find("button", string="Làm lại")


def test_the_last_try_ends_kindly(learner, person, at):
    quiz = make.quiz(attempts_allowed=1)
    attempt = make.handed_in(quiz, person, at=at, right=False)
    assert learner.post("quizzes.learner.start", quiz_id=quiz.public_id).status == 422
    page = learner.get("quizzes.learner.quiz", quiz_id=quiz.public_id)
    assert "Bạn đã làm đủ 1 lượt của bài kiểm tra này" in page
    assert not page.soup.find("button", string="Làm lại")
    result = learner.get("quizzes.learner.result", attempt_id=attempt.public_id)
    assert result.h1 == "Chưa đạt, 0 trên 6 điểm" and not result.soup.find("button", string="Làm lại")


def test_pages_lead_on_when_the_attempt_has_moved_on(learner, person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    where = {"attempt_id": attempt.public_id}
    assert learner.get("quizzes.learner.result", **where).location == f"/attempts/{attempt.public_id}"
    hand_in(learner, attempt, make.fields(attempt) | {"anyway": "1"})
    for name in ("attempt", "check"):
        assert learner.get(f"quizzes.learner.{name}", **where).location == f"/attempts/{attempt.public_id}/result"
    again = hand_in(learner, attempt, {"a1": "0"})
    assert again.status == 303 and again.location.endswith("/result")


def test_a_phone_sends_answer_by_answer(learner, person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    said = put(learner, attempt, 3, 5, a3=["0", "2"])
    clock = {"now": int(at.timestamp() * 1000), "due": None, "remaining": None}
    assert (said.status_code, said.json) == (
        200, {"saved": True, "sequence": 5, "late": False, "error": None} | clock
    )  # fmt: skip
    older = put(learner, attempt, 3, 4, a3="1").json
    assert (older["saved"], older["newer"], older["newer_at"]) == (False, 5, clock["now"])
    again = put(learner, attempt, 3, 4, a3=["0", "2"]).json
    assert again["saved"] and "newer" not in again, "it says what counts"
    assert values(attempt) == {3: [0, 2]}
    sheet = learner.get("quizzes.learner.attempt", attempt_id=attempt.public_id)
    assert sheet.soup.select_one("#q3")["data-sequence"] == "5" and sheet.soup.form["data-sequence"] == "5"


def test_a_phone_hands_in(learner, person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    path = learner.address("quizzes.learner.hand_in", {"attempt_id": attempt.public_id})
    asked = learner.open("POST", path, data={"a1": "0", "seen": "3"}, headers=JSON).response.json
    assert (asked["done"], asked["next"]) == (False, f"/attempts/{attempt.public_id}/check")
    data = make.fields(attempt) | {f"s{n}": str(n + 3) for n in range(1, 7)} | {"anyway": "1"}
    done = learner.open("POST", path, data=data, headers=JSON).response.json
    assert (done["done"], done["next"]) == (True, f"/attempts/{attempt.public_id}/result")
    assert [row.sequence for _item, row in queries.paper(attempt)] == [4, 5, 6, 7, 8, 9]
    again = put(learner, attempt, 1, 99, a1=data["a1"])
    assert again.status_code == 409 and again.json["next"] == done["next"] and again.json["saved"] is False
    late = put(learner, attempt, 1, 100, a1=str((int(data["a1"]) + 1) % 4))
    assert (late.status_code, late.json["saved"], late.json["late"]) == (200, True, True)
    assert learner.get("quizzes.learner.result", attempt_id=attempt.public_id).h1 == "Đạt, 6 trên 6 điểm"


def test_a_phone_s_clock_mends_itself(learner, person, at, clock):
    attempt = make.attempt(make.quiz(minutes=20), person, at=at)
    clock.move_to(at + timedelta(minutes=5))
    said = put(learner, attempt, 1, 1, a1="0").json
    assert (said["remaining"], said["due"] - said["now"]) == (15 * 60, 15 * 60 * 1000)
    clock.move_to(at + timedelta(minutes=50))
    assert put(learner, attempt, 1, 2, a1="1").json["remaining"] == 0


def test_a_script_that_is_signed_out_is_told_where_to_sign_in(visit, person, at):
    attempt = make.attempt(make.quiz(), person, at=at)
    where = {"attempt_id": attempt.public_id}
    for name in ("answers", "hand_in"):
        said = visit.open("POST", visit.address(f"quizzes.learner.{name}", where), data={"a1": "1"}, headers=JSON)
        assert (said.status, said.response.json["signed_out"]) == (401, True)
        token = parse_qs(urlsplit(said.response.json["next"]).query)["next"][0]
        assert signed_path(token) == f"/attempts/{attempt.public_id}"


GARBAGE = [
    {}, {"position": "1"}, {"position": "x", "sequence": "1"}, {"position": "-1", "sequence": "1"},
    {"position": "1", "sequence": "9" * 40}, {"position": "9" * 12, "sequence": "1"},
    {"position": "0", "sequence": "1"},
    {"position": "1", "sequence": "1", "a1": "\x00"}, {"position": "4", "sequence": "1", "a4": "1", "a4-999": "1"},
    {"position": "5", "sequence": "1", "a5-0": "x" * 2000},
    {"position": "6", "sequence": "1", "a6": "\x00\ud7ff1e9999"},
    {"position": "6", "sequence": "1", "a6": "१२"}, {"a6": "\x00", "a99999": "1", "seen": "x"},
]  # fmt: skip


@pytest.mark.parametrize("data", GARBAGE)
def test_garbage_is_answered_calmly(learner, person, at, data):
    attempt = make.attempt(make.quiz(), person, at=at)
    for name in ("answers", "hand_in"):
        path = learner.address(f"quizzes.learner.{name}", {"attempt_id": attempt.public_id})
        assert learner.open("POST", path, data=data, headers=JSON).status < 500
        assert learner.open("POST", path, data=data).status < 500
    assert learner.get("quizzes.learner.attempt", attempt_id=attempt.public_id).status == 200
    learner.follow(hand_in(learner, attempt, {"anyway": "1"}))


def test_an_attempt_is_ones_own(visit, learner, person, at):
    attempt = make.handed_in(make.quiz(), person, at=at)
    going = make.attempt(make.quiz(), person, at=at)
    other = visit.as_(people.person())
    calls = [("GET", ""), ("GET", "/check"), ("GET", "/result"), ("POST", "/answers"), ("POST", "/hand-in")]
    for method, tail in calls:
        missing = other.open(method, f"/attempts/aaaaaaaaaaaaa{tail}", data={"a1": "1"} if method == "POST" else None)
        for theirs in (attempt, going):
            found = other.open(method, f"/attempts/{theirs.public_id}{tail}")
            assert found.status == missing.status == 404
            assert found.text.replace(theirs.public_id, "") == missing.text.replace("aaaaaaaaaaaaa", "")
        signed_out = visit.open(method, f"/attempts/{attempt.public_id}{tail}")
        assert signed_out.status == 303 and signed_out.location.startswith("/sign-in")
    assert values(going) == {}


def test_a_quiz_asks_to_sign_in(visit, app):
    quiz = make.quiz()
    assert visit.get("quizzes.learner.quiz", quiz_id=quiz.public_id).location.startswith("/sign-in")
    assert visit.get("quizzes.learner.of_module", slug=quiz.module.slug).location.startswith("/sign-in")
    signed_in = visit.as_(people.person())
    assert signed_in.get("quizzes.learner.quiz", quiz_id="aaaaaaaaaaaaa").status == 404
    assert signed_in.get("quizzes.learner.of_module", slug="khong-co").status == 404


def test_a_time_limit_is_shown_and_ends(learner, person, at, clock):
    attempt = make.attempt(make.quiz(minutes=20), person, at=at)
    page = learner.get("quizzes.learner.attempt", attempt_id=attempt.public_id)
    assert "còn 20 phút" in page
    clock.move_to(at + timedelta(minutes=22))
    page = learner.get("quizzes.learner.attempt", attempt_id=attempt.public_id)
    assert "Đã hết giờ làm bài" in page and not page.soup.select("fieldset")
    said = put(learner, attempt, 1, 5, a1="0")
    assert said.status_code == 200 and said.json["late"] is True
    result = learner.follow(hand_in(learner, attempt, {"anyway": "1"}))
    assert result.h1 == "Chưa đạt, 0 trên 6 điểm" and "Có câu trả lời đến sau khi hết giờ" in result


def asked(do, *args, **values):
    with statements() as seen:
        assert do(*args, **values).status < 400
    return len(seen)


def statements_of_a_quiz(visit, size, at):
    """How much each step asks, with `size` questions."""
    person = people.person()
    learner, quiz = visit.as_(person), make.quiz(kinds=["single"] * size)
    attempt = make.attempt(quiz, person, at=at)
    where = {"attempt_id": attempt.public_id}
    data = make.fields(attempt)
    one = {"position": 1, "sequence": 3, "a1": (int(data["a1"]) + 1) % 4}
    return {
        "quiz": asked(learner.get, "quizzes.learner.quiz", quiz_id=quiz.public_id),
        "sheet": asked(learner.get, "quizzes.learner.attempt", **where),
        "save": asked(learner.post, "quizzes.learner.answers", one, **where),
        "save all": asked(learner.post, "quizzes.learner.answers", data, **where),
        "hand in": asked(learner.post, "quizzes.learner.hand_in", data | {"anyway": "1"}, **where),
        "result": asked(learner.get, "quizzes.learner.result", **where),
    }


def test_pages_ask_little_and_the_same_of_a_long_quiz(visit, at):
    counts = statements_of_a_quiz(visit, 1, at)
    assert counts == statements_of_a_quiz(visit, 20, at)
    assert counts.pop("hand in") <= 9
    assert counts == {"quiz": 4, "sheet": 3, "save": 5, "save all": 6, "result": 4}
