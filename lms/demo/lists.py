"""Lists of a coordinator: one whose columns wait to be chosen, one checked, one whose people are invited."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from lms.core import jobs
from lms.core.db import db
from lms.core.ids import public_id
from lms.demo.people_pages import DAY, LAI_CHAU, come
from lms.files import store, tables
from lms.invitations import queries, reading
from lms.invitations.actions import batches, claims
from lms.invitations.actions import lists as actions
from lms.invitations.models import Invitation, InvitationList
from lms.invitations.rules import codes
from lms.people.rules import day_of

HEADINGS = ("STT", "Họ và tên", "Số điện thoại", "Năm sinh", "Giới tính", "Tỉnh")
#: As secretaries write them, with a heading between, a slip in a number and a line that comes twice.
COMMUNE = (
    ("1", "Lò Thị Hặc", "0990 000 201", "2006", "Nữ", "Lai Châu"),
    ("2", "Giàng A Dế", "0990.000.202", "12/03/2005", "Nam", "Lai Châu"),
    ("3", "Nguyễn Thị Hoàng Phương Thảo Nguyên Vy", "0990000203", "2004", "Nữ", "Lai Châu"),
    ("4", "Lò Văn Ín", "0990 000 020", "2002", "Nam", "Lai Châu"),
    ("5", "Vàng Thị Chở", "0990 000 20", "2007", "Nữ", "Lai Châu"),
    ("6", "Giàng A Dế", "0990000202", "2005", "Nam", ""),
    ("7", "Thào A Lềnh", "0990000205", "1894", "Nam", "Lai Châu"),
    ("", "Tổng cộng: 7", "", "", "", ""),
)
SCHOOL = tuple(
    (str(number), name, f"0990 000 {210 + number}", "2008", gender, "Lai Châu")
    for number, (name, gender) in enumerate(
        (
            ("Lý Thị Mẩy", "Nữ"), ("Phùng Lở Mẩy", "Nữ"), ("Chang A Lử", "Nam"), ("Ma Thị Pàng", "Nữ"),
            ("Tao Văn Phong", "Nam"), ("Lù Thị Én", "Nữ"), ("Hoàng A Páo", "Nam"), ("Tẩn A Pao", "Nam"),
            ("Đèo Thị Khuyên", "Nữ"), ("Khoàng Văn Nghĩa", "Nam"),
        ),
        start=1,
    )
)  # fmt: skip
#: Nobody's headings: the coordinator says what the columns are.
MARKET = (("Giàng Thị Súa", "Bản Nà Cà", "0990 000 231"), ("Sìn Văn Đức", "Bản Pho", "0990 000 232"))
#: Lines of the school whose people have come.
ACCEPTED = 3


def plant(coordinator: Any, key: str, *, at: datetime) -> None:
    """Upload three sheets and do what the worker would have done."""
    school = _upload("Trường nội trú tỉnh, lớp 12", HEADINGS, SCHOOL, coordinator, at=at - 6 * DAY)
    _check(school, coordinator, key, at=at - 6 * DAY)
    actions.confirm(school, by=coordinator, at=at - 6 * DAY)
    while batches.invite(school, key, most=500, at=at - 6 * DAY):
        pass
    batches.finish_writing(school, at=at - 6 * DAY)
    for days, row in enumerate(queries.rows(school, "invited").rows[:ACCEPTED], start=1):
        _accept(row, at=at - days * DAY)
    commune = _upload("Đoàn xã Phìn Hồ", HEADINGS, COMMUNE, coordinator, at=at - DAY)
    _check(commune, coordinator, key, at=at - DAY)
    market = _upload("Chị em bán hàng ở chợ San Thàng", ("Ai", "Ở đâu", "Gọi"), MARKET, coordinator, at=at - DAY / 2)
    batches.note_found(market, _open(market), at=at - DAY / 2)
    for listing in (school, commune, market):
        _is_done(listing, at=at)


def _upload(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], owner: Any, *, at: datetime
) -> InvitationList:
    data = tables.write_xlsx(headings, rows)
    listing = actions.upload(title, LAI_CHAU, "danh-sach.xlsx", data, number=public_id(), by=owner, at=at)
    db.session.flush()
    return listing


def _open(listing: InvitationList) -> reading.Opened:
    return reading.open_file(store.path_of(listing.file_id or "").read_bytes(), queries.province_names())


def _check(listing: InvitationList, owner: Any, key: str, *, at: datetime) -> None:
    """Every row is looked at, with the columns as they were guessed."""
    opened, names = _open(listing), queries.province_names()
    batches.note_found(listing, opened, at=at)
    db.session.flush()
    actions.check(listing, opened.table.columns, by=owner, at=at)
    found = list(reading.lines(opened, opened.table.columns, names, day_of(at)))
    likenesses = [codes.likeness(key, row, listing.public_id) for row, _cells in found]
    batches.note_rows(listing, found, likenesses, len(found), at=at)
    batches.finish_check(listing, owner=owner, at=at + timedelta(minutes=1))
    db.session.flush()


def _accept(row: Invitation, *, at: datetime) -> None:
    """The invited person signs up."""
    person = come(row.name, row.phone, row.birth_year, row.province_code or LAI_CHAU, at=at)
    claims.accept(row, person, by=person, at=at)


def _is_done(listing: InvitationList, *, at: datetime) -> None:
    """No worker has to do again what was done here."""
    job = jobs.by_public_id(listing.job_id or "")
    if job is not None:
        job.state, job.key, job.ended_at = jobs.JobState.DONE, None, at
