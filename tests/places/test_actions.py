"""Loading the register: once, again, and around what a caretaker has changed."""

from datetime import date

from sqlalchemy import delete, event, func, select, update

from lms.core.db import db
from lms.core.revisions import put, revision
from lms.places import actions, queries
from lms.places.models import Commune, Holiday, Province, ProvinceAlias

TET = date(2027, 2, 6)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def holiday(on: date) -> Holiday:
    return db.session.get_one(Holiday, on, populate_existing=True)


def test_everything_is_there_from_the_start(app):
    assert (count(Province), count(Commune), count(Holiday)) == (34, 3321, 21)
    assert count(ProvinceAlias) > 34 + 29


def test_loading_what_is_loaded_is_one_select(app, at):
    verbs = []

    def note(_connection, _cursor, statement, *_rest):
        verbs.append(statement.split()[0])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert actions.load(at=at) is False
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert [verb for verb in verbs if verb != "BEGIN"] == ["SELECT"]


def test_changed_files_bring_the_rows_in_line(app, at):
    db.session.execute(update(Province).where(Province.code == "12").values(name_vi="Lai châu", population=1))
    db.session.execute(delete(Commune).where(Commune.province_code == "12"))
    put(actions.LOADED, "older")
    before = revision("places")

    assert actions.load(at=at) is True
    db.session.expire_all()
    assert queries.province("12").name_vi == "Lai Châu"
    assert queries.province("12").population == 495_500
    assert count(Commune) == 3321
    assert revision("places") != before
    assert actions.load(at=at) is False


def test_a_unit_that_left_the_files_stays(app, at):
    gone = {"name": "Cũ", "kind": "xa", "province_code": "12", "name_fold": "cu", "name_sort": "cu"}
    db.session.add(Commune(code="99999", **gone, valid_from=date(2025, 7, 1), valid_to=date(2026, 1, 1)))
    put(actions.LOADED, "older")

    actions.load(at=at)

    assert queries.commune("99999").name == "Cũ"


def test_a_holiday_changed_by_a_caretaker_is_left_alone(app, at):
    actions.set_holiday(TET, name_vi="Tết", name_en="Tet", days=9, days_before=2, by=None, at=at)
    put(actions.LOADED, "older")

    actions.load(at=at)

    tet = holiday(TET)
    assert (tet.name_vi, tet.days, tet.days_before, tet.confirmed) == ("Tết", 9, 2, True)


def test_a_holiday_nobody_touched_follows_the_file(app, at):
    db.session.execute(update(Holiday).where(Holiday.on == TET).values(days=1, name_en="x"))
    put(actions.LOADED, "older")

    actions.load(at=at)

    tet = holiday(TET)
    assert (tet.days, tet.name_en, tet.confirmed) == (5, "Lunar New Year", False)


def test_a_caretaker_adds_a_holiday(app, at):
    before = revision("places")

    actions.set_holiday(date(2026, 12, 24), name_vi="Nghỉ", name_en="Off", days=1, by=None, at=at)

    assert holiday(date(2026, 12, 24)).confirmed is True
    assert revision("places") != before
