"""A trainer at the pages of files of questions, and the worker."""

import io
import re

from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from lms.core import jobs
from lms.core.db import db, mode
from lms.quizzes.models import Question, QuestionImport, QuestionTag

GIFT = """// [tag:live] [tag:giờ vàng]
::Best hour:: Giờ nào nên live? {
  =20 giờ#Mọi người đã rảnh tay.
  ~6 giờ sáng
  ~nửa đêm
  ####Buổi tối đông người xem nhất.
}

Bài đã xóa vẫn có thể còn ở nơi khác. {T}

Chọn hai {~%50%Tên xã ~%50%Giá ~%-100%Mã OTP}

Ghép. {=Mộc Châu -> sữa =Cao Phong -> cam}

Xếp. {>2 ALL VERTICAL
Chụp ảnh
Đăng
}

Bán bao nhiêu? {#100000:500}

Viết tắt? {=OCOP}

Kể chuyện của bạn. {}

Chọn {=a ~b
"""


def work():
    """Let the worker do what waits."""
    with mode("write"):
        db.session.rollback()
        jobs.run_due()
        db.session.rollback()
        failed = db.session.scalars(select(jobs.Job.error).where(jobs.Job.error.is_not(None))).all()
    assert failed == []


def questions():
    """Every question of the bank, in the order it was written."""
    db.session.rollback()
    return list(db.session.scalars(select(Question).order_by(Question.id)))


def tags():
    """(code, tag) of every question that has one."""
    found = select(Question.code, QuestionTag.tag).join(QuestionTag, QuestionTag.question_id == Question.id)
    return [tuple(row) for row in db.session.execute(found.order_by(Question.id, QuestionTag.tag))]


class Desk:
    """A trainer at the pages of files."""

    def __init__(self, visit, person, module):
        self.visit, self.module, self.import_id = visit.as_(person), module, None

    def send(self, data=b"", name="", **typed):
        """Post the form; `data` is a file if it has a name."""
        typed = {"module": self.module.code, "text": "", **typed}
        if name:
            typed["sheet"] = FileStorage(io.BytesIO(data), name)
        boundary, body = encode_multipart(typed)  # in memory: the client's own file on disk is never closed
        kind = f"multipart/form-data; boundary={boundary}"
        answer = self.visit.open("POST", "/questions/imports", data=body, content_type=kind)
        if answer.status == 303:
            self.import_id = answer.location.rstrip("/").rpartition("/")[2]
        return answer

    def paste(self, text, **typed):
        return self.send(text=text, **typed)

    def bring(self, data, name):
        answer = self.send(data if isinstance(data, bytes) else data.encode(), name)
        assert answer.status == 303, answer.errors
        return self.page()

    def page(self, **values):
        return self.visit.get("quizzes.trainer.show_import", import_id=self.import_id, **values)

    def do(self, what, data=None):
        return self.visit.post(f"quizzes.trainer.{what}_import", data, import_id=self.import_id)

    def take_in(self, **ticked):
        """Confirm, and let the worker do it."""
        assert self.do("confirm", ticked).status == 303
        work()
        return self.page()

    def row(self):
        db.session.rollback()
        return db.session.scalars(select(QuestionImport).where(QuestionImport.public_id == self.import_id)).one()

    @property
    def counts(self):
        """(state, found, added, changed, known, refused)."""
        row = self.row()
        return (row.state, row.found, row.added, row.changed, row.known, row.refused)


def figures(page):
    """The figures of a page, as numbers in their order."""
    return [int(re.sub(r"\D", "", dd.get_text())) for dd in page.soup.select("dl.counts dd")]
