"""A track goes out as a file and comes in again: after a look, as drafts, by the worker."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from lms.catalogue import actions, package
from lms.catalogue.actions import packing
from lms.catalogue.models import Lesson, LessonDraft, LessonVersion, Track
from lms.catalogue.queries import packing as queries
from lms.core import jobs
from lms.core.db import db, mode
from lms.files.models import File
from lms.writing import actions as pictures
from lms.writing.models import Picture
from tests.catalogue.test_drafts import save, sheet
from tests.catalogue.test_package import LESSON, MODULE, TRACK
from tests.conftest import empty
from tests.factories import catalogue as make
from tests.factories import people


@pytest.fixture
def trainer(visit):
    return visit.as_(people.trainer("Đặng Thị Hòa"))


def a_picture(colour=(28, 43, 99)):
    made = io.BytesIO()
    Image.new("RGB", (640, 360), colour).save(made, "PNG")
    return made.getvalue()


def with_picture(by, at):
    """A lesson with a picture in it, made small by the worker."""
    with mode("write"):
        picture = pictures.take(a_picture(), "cho.png", by=by, at=at)
        db.session.commit()
    jobs.run_due()
    db.session.expire_all()
    return make.lesson(body=f"Chữ\n\n![Chợ phiên](/pictures/{picture.public_id})\n")


def send(visitor, data, name="track.zip"):
    return visitor.open("POST", "/tracks/import", data={"file": (io.BytesIO(data), name)})


def bring(visitor, data, **told):
    """The whole way in; answers the page of the job."""
    look = send(visitor, data)
    assert look.status == 303, look.errors
    visitor.follow(look)
    page = visitor.open("POST", look.location, data={"as": "codes"} | told)
    assert page.status == 303
    jobs.run_due()
    db.session.expire_all()
    return visitor.follow(page)


def test_the_whole_curriculum_goes_out_and_comes_in_exactly(app, at, bench):
    actions.load(at=at)
    db.session.commit()
    files = {row.code: queries.take_out(row) for row in db.session.scalars(select(Track).order_by(Track.position))}
    empty(bench)
    office = people.trainer()
    for packed in files.values():
        packing.bring(package.read(packed), {}, as_new=False, by=office, at=at)
        db.session.commit()
    rows = db.session.scalars(select(Track).order_by(Track.position)).all()
    assert {row.code: queries.take_out(row) for row in rows} == files
    assert set(db.session.scalars(select(Lesson.state))) == {"draft"}


def test_pictures_travel_too_and_are_made_anew(app, at, bench, visit):
    by = people.trainer()
    lesson = with_picture(by, at)
    before = queries.take_out(db.session.get(Track, lesson.module.track_id))
    (name,) = package.read(before).pictures
    empty(bench)
    trainer = visit.as_(people.trainer("Đặng Thị Hòa"))
    bring(trainer, before)
    jobs.run_due()
    db.session.expire_all()
    after = queries.take_out(db.session.scalars(select(Track)).one())
    old, new = package.read(before), package.read(after)
    assert new.track == old.track and set(new.pictures) == {name}
    assert db.session.scalars(select(Picture.state)).all() == ["ready"]
    assert new.pictures[name][:4] == b"RIFF"


def test_bringing_in_what_is_here_changes_nothing(trainer, at, visit):
    lesson = with_picture(people.trainer(), at)
    packed = queries.take_out(db.session.get(Track, lesson.module.track_id))
    bring(trainer, packed)
    assert db.session.scalars(select(LessonDraft)).all() == []
    assert len(db.session.scalars(select(Picture)).all()) == 1
    assert queries.take_out(db.session.scalars(select(Track)).one()) == packed


def test_other_words_become_drafts_and_readers_see_nothing_of_it(trainer, visit, app):
    track = make.track(modules=1, lessons=2)
    one, two = track.modules[0].lessons
    save(trainer, one, sheet(trainer, one, body="Đang viết dở"))
    said = package.read(queries.take_out(track)).track
    said["modules"][0]["lessons"][0]["body"] = "Từ tệp"
    said["modules"][0]["title_vi"] = "Tên khác"
    said["modules"][0]["lessons"].append(LESSON | {"code": f"{track.code}.1.9"})
    look = trainer.follow(send(trainer, package.pack(said, {})))
    assert [tag.get_text() for tag in look.soup.select("li .tag")] != []
    page = bring(trainer, package.pack(said, {}))
    assert page.status == 200
    assert db.session.get(LessonDraft, one.id).words["body"] == "Từ tệp"
    assert db.session.get(LessonDraft, two.id) is None
    new = db.session.scalars(select(Lesson).where(Lesson.code == f"{track.code}.1.9")).one()
    assert (new.state, new.position) == ("draft", 3)
    assert track.modules[0].title_vi != "Tên khác"
    assert "Câu đầu" in visit.get("catalogue.public.lesson", slug=one.slug)
    assert "Đang viết dở" in [row.words["body"] for row in db.session.scalars(select(LessonVersion))]


def test_as_a_new_track_the_codes_go_on_counting(trainer, app):
    track = make.track(modules=1, lessons=1, code="T1")
    bring(trainer, queries.take_out(track), **{"as": "new"})
    codes = db.session.scalars(select(Track.code).order_by(Track.position)).all()
    assert codes == ["T1", "T2"]
    assert db.session.scalars(select(Lesson.code).order_by(Lesson.id)).all() == ["T1.1.1", "T2.1.1"]


def test_yes_said_twice_brings_it_in_once(trainer, app):
    data = package.pack(TRACK, {})
    look = send(trainer, data)
    pages = [trainer.open("POST", look.location, data={"as": "new"}).location for _tap in range(2)]
    assert pages[0] == pages[1]
    for _run in range(2):
        jobs.run_due()
    db.session.expire_all()
    assert db.session.scalars(select(Track.code)).all() == ["T9"]
    assert trainer.open("GET", look.location).status == 404, "the file is gone"


def test_nothing_is_changed_by_a_look_or_a_no(trainer, app):
    look = send(trainer, package.pack(TRACK, {}))
    assert MODULE["title_vi"] in trainer.follow(look)
    assert trainer.open("POST", f"{look.location}/drop").status == 303
    assert db.session.scalars(select(Track)).all() == [] and db.session.scalars(select(File)).all() == []


def test_another_trainer_does_not_find_the_file(trainer, visit, app):
    look = send(trainer, package.pack(TRACK, {}))
    other = visit.as_(people.trainer("Đỗ Văn Khải"))
    assert other.open("GET", look.location).status == 404
    assert other.open("POST", look.location).status == 404


def test_a_file_that_is_no_track_is_said_so(trainer, app):
    for data in (b"", b"PK\x03\x04rubbish", package.pack(TRACK, {})[:100]):
        page = send(trainer, data)
        assert page.status == 422 and len(page.errors) == 1
    assert trainer.open("POST", "/tracks/import").status == 422


def test_a_picture_that_is_none_stays_out(trainer, app):
    said = TRACK | {"modules": [MODULE | {"lessons": [LESSON | {"body": "![Chợ](/pictures/aaaaaaaaaaaaa)"}]}]}
    bring(trainer, package.pack(said, {"aaaaaaaaaaaaa": b"<svg onload=alert(1)>"}))
    lesson = db.session.scalars(select(Lesson)).one()
    assert db.session.scalars(select(Picture)).all() == []
    page = save(trainer, lesson, sheet(trainer, lesson), do="publish")
    assert page.status == 422 and "dòng 1" in page.errors[0]


def test_who_stops_the_work_brings_nothing_in(trainer, app, at):
    look = send(trainer, package.pack(TRACK, {}))
    trainer.open("POST", look.location, data={"as": "codes"})
    job = db.session.scalars(select(jobs.Job).where(jobs.Job.kind == "catalogue.bring_in")).one()
    with mode("write"):
        jobs.stop(job, at=at)
        db.session.commit()
    jobs.run_due()
    brought = package.Package(TRACK, {})
    assert packing.bring_pictures(brought, lambda _done, _of: False, by=None, at=at) is None
    assert db.session.scalars(select(Track)).all() == []
    assert trainer.open("GET", look.location).status == 200, "the file waits for another yes"


def test_an_archived_lesson_stays_behind(app):
    lesson = make.lesson(state="archived")
    said = package.read(queries.take_out(db.session.get(Track, lesson.module.track_id))).track
    assert said["modules"][0]["lessons"] == []
