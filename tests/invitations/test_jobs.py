"""The worker: it goes on where another one stopped, and lets go of what waited too long."""

from datetime import timedelta

from sqlalchemy import func, select

from lms.core import clock as real
from lms.core import jobs
from lms.core.db import db, mode
from lms.files import actions as shelf
from lms.files.models import File
from lms.invitations import personal_data
from lms.invitations.actions import claims
from lms.invitations.models import Invitation, InvitationList
from lms.people.models import Person
from tests.factories import people
from tests.invitations import crowd
from tests.invitations.conftest import sheet, work


def kept():
    columns = (Invitation.row, Invitation.state, Invitation.name, Invitation.phone, Invitation.email)
    columns += (Invitation.birth_year, Invitation.gender, Invitation.province_code, Invitation.refused)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(Invitation.row))]


def test_a_check_goes_on_behind_the_rows_that_are_written(desk):
    desk.upload(crowd.csv(1200), name="a.csv")
    desk.check()
    whole = kept()
    assert len(whole) == 1200
    with mode("write"):
        listing = db.session.scalars(select(InvitationList)).one()
        db.session.execute(db.delete(Invitation).where(Invitation.row > whole[499][0]))
        db.session.execute(db.delete(File).where(File.purpose == "invitations.refused"))
        listing.state, listing.done_rows, listing.counts = "checking", 500, {}
        jobs.start("invitations.check", args={"list": listing.id}, at=real.now())
        db.session.commit()
    work()
    assert kept() == whole


def test_after_90_days_what_was_on_the_list_goes(desk, clock):
    desk.invite(sheet())
    clock.shift(timedelta(days=89))
    assert _forget() == 0
    clock.shift(timedelta(days=2))
    assert _forget() == 2
    assert {row[2:] for row in kept()} == {("", None, None, None, None, None, None)}
    assert db.session.scalar(select(func.count(Invitation.code))) == 0
    assert "withdrawn" in {row[1] for row in kept()}


def test_a_list_that_nobody_went_on_with_is_dropped(desk, clock):
    desk.upload(sheet())
    desk.check()
    clock.shift(timedelta(days=91))
    _forget()
    assert kept() == []
    listing = db.session.scalars(select(InvitationList)).one()
    assert (listing.state, listing.found, listing.file_id) == ("dropped", {}, None)


def _forget():
    with mode("write"):
        ended = claims.forget_old(at=real.now())
        db.session.commit()
    return ended


def test_personal_data_of_who_accepted(desk):
    desk.invite(sheet())
    one, other = people.person("Giàng A Páo"), people.person("Giàng A Páo")
    with mode("write"):
        row = db.session.scalars(select(Invitation).where(Invitation.row == 2)).one()
        claims.accept(row, db.session.get(Person, one.id), by=None, at=real.now())
        db.session.commit()
        told = personal_data.export(one)["invitations"]
        assert [(line["list"], line["state"]) for line in told] == [("Đoàn xã Phìn Hồ", "accepted")]
        undo = personal_data.move(one, other)
        assert (len(personal_data.export(one)["invitations"]), len(personal_data.export(other)["invitations"])) == (
            0,
            1,
        )
        personal_data.move_back(undo, one, other)
        assert personal_data.export(one)["invitations"] == told
        personal_data.erase(one)
        db.session.commit()
        assert db.session.scalar(select(Invitation.likeness).where(Invitation.row == 2)) is None


def test_a_sheet_that_lay_there_too_long_says_so(desk, clock):
    desk.upload(sheet())
    columns = {name: desk.page().value(name) for name in ("name", "phone")}
    clock.shift(timedelta(days=9))
    with mode("write"):
        shelf.remove_expired(at=real.now())
        db.session.commit()
        shelf.sweep(at=real.now() + timedelta(days=400))
    desk.do("check", columns)
    assert "Không đọc được tệp này" in desk.page()
