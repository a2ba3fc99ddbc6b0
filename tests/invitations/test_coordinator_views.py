"""From a sheet to invitations, as a coordinator sees it."""

import io

from sqlalchemy import select

from lms.core.db import db
from lms.files import sheets
from lms.files.models import File
from lms.invitations.models import Invitation, InvitationList
from tests.factories import people
from tests.files.test_sheets import packed
from tests.invitations.conftest import HEADINGS, Desk, sheet


def states():
    return [row.state for row in db.session.scalars(select(Invitation).order_by(Invitation.list_id, Invitation.row))]


def test_the_columns_are_guessed_and_can_be_corrected(desk):
    assert desk.upload(sheet()).status == 303
    page = desk.page()
    guessed = {name: page.value(name) for name in ("name", "phone", "email", "birth", "gender", "province", "given")}
    assert guessed == {
        "name": "1",
        "phone": "2",
        "email": "3",
        "birth": "4",
        "gender": "5",
        "province": "6",
        "given": "",
    }
    assert "Giàng A Páo" in page
    wrong = desk.do("check", {"name": "1", "phone": "1"})
    assert (wrong.status, wrong.errors) == (422, ["Có một cột được chọn cho hai mục. Mỗi cột chỉ chọn một lần"])
    none = desk.do("check", {"phone": "2"})
    assert (none.status, none.errors) == (422, ["Chọn cột có họ và tên"])
    assert desk.do("check", {"name": "1", "email": "3"}).status == 303
    assert desk.counts() == {"Mới": "4", "Đã có, giữ nguyên": "0", "Bị từ chối": "0"}
    again = desk.visit.get("invitations.coordinator.columns", list_id=desk.list_id)
    assert (again.value("name"), again.value("phone")) == ("1", "")
    desk.check()


def test_the_dry_run_says_what_becomes_of_each_line_and_writes_nobody(desk):
    known = people.person("Lò Thị Mẩy", phone="+84912345679", birth_year=2003, province_code="12")
    desk.upload(sheet())
    desk.check()
    assert desk.counts() == {"Mới": "1", "Đã có, giữ nguyên": "1", "Bị từ chối": "2"}
    assert desk.rows() == [
        ("2", "Giàng A Páo", "0912 345 678", "2004 · Nam", "Lai Châu", "Mới"),
        ("3", "Lò Thị Mẩy", "0912 345 679 may@gmail.com", "2003 · Nữ", "Lai Châu",
         "Đã có Đã có tài khoản; không thay đổi gì"),
        ("4", "Vàng A Chứ", "–", "2001 · Nam", "Lai Châu",
         "Bị từ chối Đầu số 0168 nay là 038. Nhập 0381 234 567 nếu đó là số của bạn"),
        ("5", "Giàng A Páo", "0912 345 678", "–", "–", "Bị từ chối Trùng với người ở dòng 2"),
    ]  # fmt: skip
    assert desk.rows(state="matched") == desk.rows()[1:2]
    assert states() == ["new", "matched", "refused", "refused"]
    assert known.public_id not in desk.page().html


def test_confirming_invites_and_a_match_is_never_overwritten(desk):
    known = people.person("Lò Thị Mẩy", phone="+84912345679", birth_year=None, province_code="12")
    desk.invite(sheet())
    assert desk.counts() == {
        "Đã mời, đang chờ": "1", "Đã nhận lời": "0", "Đã có, giữ nguyên": "1", "Bị từ chối": "2",
    }  # fmt: skip
    db.session.refresh(known)
    assert (known.birth_year, known.email) == (None, None)
    kept = db.session.scalars(select(Invitation).where(Invitation.state == "matched")).one()
    assert (kept.name, kept.phone, kept.email, kept.person_id) == ("", None, None, known.id)
    assert db.session.scalar(select(InvitationList.file_id)) is None
    assert [file.purpose for file in db.session.scalars(select(File))] == ["invitations.refused"]


def test_the_refused_lines_come_back_as_a_sheet_that_can_be_uploaded_again(desk):
    desk.upload(sheet())
    desk.check()
    link = desk.page().soup.select_one("main a[href^='/files/']")["href"]
    with desk.visit.client.get(link, buffered=True) as answer:
        data = answer.data
    found = sheets.read(data)[0].rows
    assert found[0] == [*HEADINGS, "Lý do"]
    assert found[1] == ["3", "Vàng A Chứ", "01681234567", "", "2001", "Nam", "Lai Châu",
                        "Đầu số 0168 nay là 038. Nhập 0381 234 567 nếu đó là số của bạn"]  # fmt: skip
    corrected = [[*found[1][:2], "0381234567", *found[1][3:]]]
    desk.upload(sheet(corrected, found[0]), once="b" * 13)
    desk.check()
    assert desk.rows()[0][1:] == ("Vàng A Chứ", "0381 234 567", "2001 · Nam", "Lai Châu", "Mới")


def test_the_same_file_again_invites_nobody(desk):
    desk.invite(sheet())
    desk.upload(sheet(), once="b" * 13)
    desk.check()
    assert desk.counts() == {"Mới": "0", "Đã có, giữ nguyên": "2", "Bị từ chối": "2"}
    assert desk.rows()[0][-1] == "Đã có Đã được mời trong danh sách khác"
    desk.do("confirm")
    assert states().count("invited") == 2


def test_the_same_sheet_sent_twice_is_one_list(desk):
    first, second = desk.upload(sheet()), desk.upload(sheet())
    assert first.location == second.location
    assert len(list(db.session.scalars(select(InvitationList)))) == 1


def test_a_bomb_and_a_picture_are_refused_in_the_form(desk):
    bomb = packed([("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", b"\0" * 300 * sheets.MB)])
    answer = desk.upload(bomb)
    assert (answer.status, answer.errors) == (
        422, ["Giải nén ra, tệp này lớn hơn 50 MB. Bạn chép riêng danh sách sang một tệp mới nhé"],
    )  # fmt: skip
    assert answer.value("title") == "Đoàn xã Phìn Hồ"
    assert desk.upload(b"\x89PNG\r\n", name="danh sách.xlsx").status == 422
    large = {"data": b"x" * (6 * sheets.MB), "content_type": "multipart/form-data; boundary=x"}
    assert desk.visit.open("POST", "/people/lists/new", **large).status == 413
    assert db.session.scalar(select(InvitationList.id)) is None


def test_a_file_that_turns_out_unreadable_says_so_on_its_page(desk):
    desk.upload(packed([("xl/workbook.xml", b"no workbook")]))
    assert "Không đọc được tệp này thành bảng" in desk.page()
    assert db.session.scalar(select(File.id)) is None


def test_a_list_is_thrown_away_before_anybody_is_invited(desk):
    desk.upload(sheet())
    desk.check()
    desk.do("drop")
    assert states() == []
    assert db.session.scalar(select(File.id)) is None
    assert desk.visit.get("invitations.coordinator.lists").soup.select("table") == []
    desk.do("confirm")
    assert states() == []


def test_invitations_are_withdrawn_one_or_all(desk):
    desk.invite(sheet())
    one = db.session.scalars(select(Invitation).where(Invitation.row == 2)).one()
    desk.do("withdraw_one", {"invitation": one.public_id})
    assert states() == ["withdrawn", "invited", "refused", "refused"]
    desk.do("withdraw")
    assert states() == ["withdrawn", "withdrawn", "refused", "refused"]
    left = list(db.session.scalars(select(Invitation).where(Invitation.state == "withdrawn")))
    assert {(row.name, row.phone, row.email, row.code, row.likeness) for row in left} == {("", None, None, None, None)}


def test_printing_marks_the_codes(desk):
    desk.invite(sheet())
    assert "In 2 mã tiếp theo" in desk.page()
    paper = desk.visit.follow(desk.do("print_next"))
    assert [slip.get_text() for slip in paper.soup.select(".slip-name")] == ["Giàng A Páo", "Lò Thị Mẩy"]
    assert len(paper.soup.select(".slip svg")) == 2
    assert "mã tiếp theo" not in desk.page()
    codes = [slip.get_text() for slip in paper.soup.select(".slip-code")]
    assert codes == [
        slip.get_text()
        for slip in desk.visit.get("invitations.coordinator.codes", list_id=desk.list_id).soup.select(".slip-code")
    ]
    kept = list(db.session.scalars(select(Invitation.code).where(Invitation.code.is_not(None))))
    assert not set(codes) & set(kept)


def test_a_coordinator_of_another_province_finds_nothing(desk, visit):
    desk.upload(sheet())
    other = Desk(visit, people.coordinator("01", "Lê Văn Đông"))
    assert other.visit.get("invitations.coordinator.show", list_id=desk.list_id).status == 404
    assert "Đoàn xã" not in other.visit.get("invitations.coordinator.lists")
    assert other.upload(sheet(), province="12", once="c" * 13).status == 422
    national = Desk(visit, people.coordinator("", "Trần Thu Hà"))
    assert "Đoàn xã" in national.visit.get("invitations.coordinator.lists")
    assert national.upload(sheet(), province="", once="d" * 13).status == 303


def test_a_list_of_one_province_does_not_tell_who_has_signed_up_or_was_invited_elsewhere(desk, visit):
    people.person("Lò Thị Mẩy", phone="+84912345679", birth_year=2003, province_code="01")
    elsewhere = Desk(visit, people.coordinator("01", "Lê Văn Đông"))
    elsewhere.invite(sheet(), province="01", once="b" * 13)
    desk.upload(sheet())
    desk.check()
    assert [row[-1] for row in desk.rows()[:2]] == ["Mới", "Mới"]
    desk.do("confirm")
    assert desk.counts()["Đã mời, đang chờ"] == "2"
    national = Desk(visit, people.coordinator("", "Trần Thu Hà"))
    national.upload(sheet(), province="", once="c" * 13)
    national.check()
    assert [row[-1].partition(" ")[0] for row in national.rows()[:2]] == ["Đã", "Đã"]


def test_the_request_only_keeps_the_file(desk):
    """Nothing is read while a visitor waits: without the worker there is nothing to see."""
    typed = {"title": "Đoàn xã", "province": "12", "once": "e" * 13, "sheet": (io.BytesIO(sheet()), "a.xlsx")}
    answer = desk.visit.open("POST", "/people/lists/new", data=typed, content_type="multipart/form-data")
    assert "Đang đọc tệp" in desk.visit.follow(answer)
    assert db.session.scalars(select(InvitationList)).one().found == {}


def test_a_list_stopped_half_way_goes_on(desk):
    desk.upload(sheet())
    desk.check()
    listing = db.session.scalars(select(InvitationList)).one()
    desk.visit.post("invitations.coordinator.confirm", list_id=desk.list_id)
    desk.visit.post("core.jobs.stop", job_id=db.session.get(InvitationList, listing.id).job_id)
    db.session.expire_all()
    assert "Việc đã dừng" in desk.page()
    desk.do("confirm")
    assert states().count("invited") == 2
