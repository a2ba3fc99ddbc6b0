"""A coordinator, a sheet as they come, and the worker."""

import io

import pytest

from lms.core import jobs
from lms.core.db import db, mode
from lms.files import tables
from tests.factories import people

HEADINGS = ("STT", "Họ và tên", "SĐT", "Email", "Năm sinh", "Giới tính", "Tỉnh")
ROWS = (
    ("1", "Giàng A Páo", "912345678", "", "03/05/2004", "Nam", "Lai Châu"),
    ("2", "Lò Thị Mẩy", "0912 345 679", "may@gmail.com", "2003", "Nữ", "tỉnh Lai Châu"),
    ("3", "Vàng A Chứ", "01681234567", "", "2001", "Nam", "Lai Châu"),
    ("4", "Giàng A Páo", "0912345678", "", "", "", ""),
)


def sheet(rows=ROWS, headings=HEADINGS):
    return tables.write_xlsx(headings, rows)


def work():
    """Let the worker do what waits."""
    with mode("write"):
        db.session.rollback()
        jobs.run_due()
        db.session.rollback()


class Desk:
    """A coordinator at the pages of lists."""

    def __init__(self, visit, person):
        self.visit = visit.as_(person)
        self.list_id = None

    def upload(self, data, name="danh sách.xlsx", **typed):
        typed = {"title": "Đoàn xã Phìn Hồ", "province": "12", "once": "a" * 13, **typed}
        typed["sheet"] = (io.BytesIO(data), name)
        answer = self.visit.open("POST", "/people/lists/new", data=typed, content_type="multipart/form-data")
        if answer.status == 303:
            self.list_id = answer.location.rstrip("/").rpartition("/")[2]
            work()
        return answer

    def page(self, **values):
        return self.visit.get("invitations.coordinator.show", list_id=self.list_id, **values)

    def do(self, what, data=None):
        answer = self.visit.post(f"invitations.coordinator.{what}", data, list_id=self.list_id)
        work()
        return answer

    def check(self):
        """Press on with the columns as they were guessed."""
        fields = [field["name"] for field in self.page().soup.select("main select")]
        columns = {name: self.page().value(name) or "" for name in fields}
        return self.do("check", columns)

    def invite(self, data, **typed):
        """From the file to the invitations."""
        self.upload(data, **typed)
        self.check()
        return self.do("confirm")

    def rows(self, **values):
        return [
            tuple(" ".join(cell.get_text(" ").split()) for cell in row.select("td, th"))
            for row in self.page(**values).soup.select("table tbody tr")
        ]

    def counts(self):
        found = self.page().soup.select("dl.counts > div")
        return {item.dt.get_text(strip=True): item.dd.get_text(strip=True) for item in found}


@pytest.fixture
def desk(visit):
    """A coordinator of Lai Châu."""
    return Desk(visit, people.coordinator("12", "Lường Văn Thắng"))
