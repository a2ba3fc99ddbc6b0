"""The pages of reach: what they say, to whom, and what they refuse."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.audit.models import Entry
from lms.core.db import db, mode
from lms.people import actions as people_actions
from lms.places.queries import provinces
from lms.reach.models import Target
from tests.factories import people, reach, schedule
from tests.statements import statements


@pytest.fixture(autouse=True)
def nothing_kept_ready(app):
    """Tables are emptied behind the back of the revisions."""
    for shelf in ("ready", "ready_parts"):
        app.extensions.pop(shelf, None)


@pytest.fixture
def evening(app, at):
    """A session of 12 November."""
    return schedule.sessions_of(schedule.series(people.trainer(consent=False), first=date(2026, 11, 12)))[0]


def attend(evening, count, province_code, at):
    crowd = [people.person(f"Người {number}", province_code=province_code) for number in range(count)]
    for person in crowd:
        reach.decided(evening, person, at=at)
    reach.count(at=at)
    return crowd


def coordinator(province_code=""):
    return people.coordinator(province_code, consent=False)


def targets():
    return {(row.indicator, row.year, row.province_code): row.people for row in db.session.scalars(select(Target))}


def rows_of(page, selector="table.pt tbody tr"):
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select(selector)]


def test_strangers_see_totals_and_no_small_cell(visit, evening, at):
    attend(evening, 30, "12", at)
    attend(evening, 4, "01", at)
    attend(evening, 6, "79", at)
    page = visit.get("reach.public.figures")
    assert "40 người đã dự học" in page and "40 người đã đăng ký" in page
    cells = {row.th.text: row.td.text for row in page.soup.select("tbody tr")}
    assert (cells["Lai Châu"], cells["Hà Nội"], cells["TP. Hồ Chí Minh"]) == ("30", "dưới 5", "ẩn")
    assert cells["Cà Mau"] == "0" and "4" not in cells.values() and "6" not in cells.values()


def test_the_public_page_is_kept_ready_until_the_figures_move(visit, evening, at):
    attend(evening, 7, "12", at)
    visit.get("reach.public.figures")
    with statements() as seen:
        assert "7 người đã dự học" in visit.get("reach.public.figures")
    assert len(seen) == 1
    attend(evening, 2, "12", at)
    assert "9 người đã dự học" in visit.get("reach.public.figures")


def test_without_anybody_and_in_english(app, clock, at, visit):
    assert "0 người đã dự học" in visit.get("reach.public.figures")
    assert visit.get("reach.public.how").h1 == "Cách tính"
    assert "present in a session" in visit.as_(coordinator(), "en").get("reach.public.how")


def test_every_number_has_its_definition(visit):
    page = visit.get("reach.public.how")
    assert "ít nhất 70 % số buổi" in page and "ít nhất 80 % số học phần" in page
    assert page.text.count("Phiên bản quy tắc: 2026-1") == 3


def test_overview_of_the_country(visit, evening, at):
    attend(evening, 9, "12", at)
    attend(evening, 1, "01", at)
    attend(evening, 2, None, at)
    for number, code in ((20, ""), (6, "12"), (10, "01")):
        reach.target(number, code, at=at)
    page = visit.as_(coordinator()).get("reach.coordinator.overview")
    assert page.h1 == "12 người đã dự học, bằng 66 % mức cần có hôm nay."
    assert "Hôm nay thiếu 7 người" in page and "Hà Nội thiếu 9 người" in page
    rows = rows_of(page)
    assert rows[0].startswith("Hà Nội 1 người, xem danh sách 10 −9") and "Cần giúp" in rows[0]
    assert rows[1].startswith("Lai Châu 9 người, xem danh sách 6 +3") and "Vượt tiến độ" in rows[1]
    assert len(page.soup.select(".tiles a.tile")) == 34
    assert [tile.text for tile in page.soup.select(".tile.isl")] == ["QĐ. Hoàng Sa", "QĐ. Trường Sa"]
    assert page.soup.select_one("svg.chart")["aria-label"] == page.h1
    assert "83 % đã cho biết tỉnh" in page


def test_overview_before_anything_has_happened(visit, at):
    page = visit.as_(coordinator()).get("reach.coordinator.overview")
    assert page.h1 == "Chưa có ai dự học trong kỳ này."
    assert "Chưa đặt chỉ tiêu" in page and page.soup.find("a", string="Đặt chỉ tiêu")


@pytest.mark.parametrize(
    "query", [{}, {"period": "programme"}, {"period": "2025"}, {"rows": "all"}, {"province": "12"}]
)
def test_overview_in_every_period_and_language(visit, evening, at, query):
    attend(evening, 3, "12", at)
    reach.target(50, at=at)
    viewer = coordinator()
    for language in ("vi", "en"):
        assert visit.as_(viewer, language).get("reach.coordinator.overview", **query).status == 200


def test_what_cannot_be_read_is_left_out(visit, at):
    viewer = visit.as_(coordinator())
    for query in ({"period": "99999"}, {"period": "2026-13"}, {"period": "'"}, {"period": ""}, {"rows": "x"}):
        page = viewer.get("reach.coordinator.overview", **query)
        assert page.status == 200 and "2026" in page.soup.select_one("#period option[selected]").text
    assert viewer.get("reach.coordinator.people", indicator="views", after="zzz").status == 200


def test_a_coordinator_of_a_province_sees_their_province_only(visit, evening, at):
    attend(evening, 3, "12", at)
    attend(evening, 5, "01", at)
    page = visit.as_(coordinator("12")).get("reach.coordinator.overview")
    assert page.h1.startswith("3 người đã dự học")
    assert rows_of(page) == ["Lai Châu 3 người, xem danh sách – – Chưa có chỉ tiêu"]
    assert len(page.soup.select(".tiles a.tile")) == 1 and len(page.soup.select(".tiles li")) == 36
    assert [option["value"] for option in page.soup.select("#province option")] == ["", "12"]


@pytest.mark.parametrize("endpoint", ["reach.coordinator.overview", "reach.coordinator.people"])
def test_another_province_is_as_missing_as_one_that_is_not_there(visit, evening, at, endpoint):
    attend(evening, 3, "01", at)
    viewer = visit.as_(coordinator("12"))
    answers = {code: viewer.get(endpoint, province=code) for code in ("01", "99", "unknown", "zz")}
    assert {page.status for page in answers.values()} == {404}
    assert len({page.html.replace(f"province={code}", "") for code, page in answers.items()}) == 1


@pytest.mark.parametrize(
    ("endpoint", "status"),
    [
        ("reach.coordinator.overview", 403),
        ("reach.coordinator.people", 404),
        ("reach.coordinator.targets", 404),
    ],
)
def test_only_coordinators(visit, app, at, endpoint, status):
    assert visit.get(endpoint).status == 303
    for person in (people.person(), people.trainer(), people.caretaker()):
        assert visit.as_(person).get(endpoint).status == status


def test_the_cost_of_the_overview_is_the_same_for_all_provinces(visit, evening, at):
    viewer = visit.as_(coordinator())

    def cost():
        with statements() as seen:
            viewer.get("reach.coordinator.overview")
        return len(seen)

    attend(evening, 1, "12", at)
    one = cost()
    for province in provinces():
        attend(evening, 1, province.code, at)
    assert cost() == one <= 6
    assert cost() == 2


def test_what_is_kept_of_one_scope_is_shown_to_no_other(visit, evening, at):
    attend(evening, 3, "12", at)
    attend(evening, 5, "01", at)
    reach.target(10, at=at)
    nation, local = visit.as_(coordinator()), visit.as_(coordinator("12"))
    for _again in range(2):
        assert nation.get("reach.coordinator.overview").h1.startswith("8 người")
        assert local.get("reach.coordinator.overview").h1.startswith("3 người")
    asked = {"province": "12"}
    assert "Cả nước" in nation.get("reach.coordinator.overview", **asked)
    assert "Cả nước" not in local.get("reach.coordinator.overview", **asked)
    reach.target(30, "12", at=at)
    assert "Chỉ tiêu là 30" in local.get("reach.coordinator.overview")


def test_people_behind_a_figure_and_the_note_of_reading(visit, evening, at):
    person = attend(evening, 1, "12", at)[0]
    viewer = coordinator("12")
    page = visit.as_(viewer).get("reach.coordinator.people", period="2026-11")
    assert rows_of(page, "tbody tr") == [f"{person.name} 12/11/2026 Lai Châu 18 – 24 {evening.topic}"]
    assert page.soup.select_one("tbody a") is None
    note = db.session.scalars(select(Entry).where(Entry.action == "reach.people-read")).one()
    assert note.actor_id == viewer.id
    assert note.detail == {"indicator": "attended", "scope": "month:2026-11", "place": "", "people": 1}


def test_the_proof_opens_for_those_who_may_see_every_session(visit, evening, at):
    attend(evening, 1, "12", at)
    page = visit.as_(coordinator()).get("reach.coordinator.people")
    assert page.soup.select_one("tbody a")["href"] == f"/sessions/{evening.public_id}"


def test_who_moved_away_is_not_named(visit, evening, at):
    person = attend(evening, 1, "12", at)[0]
    with mode("write"):
        people_actions.move_to(person, "01", by=person, at=at)
        db.session.commit()
    page = visit.as_(coordinator("12")).get("reach.coordinator.people")
    assert "Đã chuyển khỏi tỉnh bạn phụ trách" in page and person.name not in page


def test_setting_a_target(visit, app, at):
    viewer = visit.as_(coordinator("12"))
    form = {"indicator": "attended", "period": "2026", "province": "12"}
    answer = viewer.post("reach.coordinator.set_target", {**form, "people": "98.000"})
    assert (answer.status, answer.location) == (303, "/reach/targets?indicator=attended&period=2026")
    assert "98.000" in viewer.follow(answer)
    viewer.post("reach.coordinator.set_target", {**form, "people": "150.000"})
    assert targets() == {("attended", 2026, "12"): 150_000}
    assert "Nhiều hơn số thanh niên" in viewer.get("reach.coordinator.targets")


@pytest.mark.parametrize("typed", ["", "nhiều", "-5", "1e9", "999999999999", "1.5", "٣٤"])
def test_a_target_that_is_no_number(visit, app, at, typed):
    viewer = visit.as_(coordinator("12"))
    page = viewer.post(
        "reach.coordinator.set_target", {"indicator": "attended", "period": "2026", "province": "12", "people": typed}
    )
    assert page.status == 422 and len(page.errors) == 1
    assert page.errors[0].startswith("Nhập số người") and page.value("people") == typed
    assert targets() == {}


@pytest.mark.parametrize("code", ["01", "", "99", "unknown"])
def test_no_target_outside_the_scope(visit, app, at, code):
    form = {"indicator": "attended", "period": "2026", "province": code, "people": "5"}
    several = people.person(roles=(("coordinator", "12"), ("coordinator", "14")), consent=False)
    for viewer in (several, coordinator("12")):
        assert visit.as_(viewer).post("reach.coordinator.set_target", form).status == 404
    assert targets() == {}


def test_a_province_coordinator_cannot_set_the_countrys_target(visit, app, at):
    form = {"indicator": "attended", "period": "2026", "province": "", "people": "5", "total": "5"}
    viewer = visit.as_(coordinator("12"))
    assert viewer.post("reach.coordinator.spread", form).status == 404
    assert targets() == {}


def test_sharing_out_twenty_million(visit, app, at):
    viewer = visit.as_(coordinator())
    assert viewer.get("reach.coordinator.targets", period="programme").value("total") == "20.000.000"
    form = {"indicator": "attended", "period": "programme", "total": "20.000.000"}
    assert viewer.post("reach.coordinator.spread", form).status == 303
    found = targets()
    assert found.pop(("attended", 0, "")) == 20_000_000 == sum(found.values())
    assert len(found) == 34 and found["attended", 0, "12"] == 98_000
    page = viewer.post("reach.coordinator.spread", {**form, "total": "x"})
    assert page.status == 422 and page.errors == ["Nhập số người là số nguyên từ 0 đến 100 triệu"]
