"""The page of a job, for whoever started it."""

import pytest
from sqlalchemy import update

from lms.core import jobs
from lms.core.db import db, mode
from lms.core.jobs import Job, JobState
from tests.factories import people


def begin(owner, at, **values):
    """A job of `owner` in any state."""
    with mode("write"):
        number = jobs.start("test.work", args={"title": "Báo cáo Lai Châu"}, owner=owner, at=at)
        if values:
            db.session.execute(update(Job).where(Job.public_id == number).values(**values))
        db.session.commit()
    return number


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Đang chờ tới lượt"),
        ({"state": JobState.RUNNING, "done": 1200, "total": 5000}, "1.200 trên 5.000"),
        ({"state": JobState.DONE, "result": {"text": "Đã đọc 12 dòng."}}, "Đã đọc 12 dòng."),
        ({"state": JobState.FAILED, "error": "Traceback: secret"}, "Việc này chưa xong được"),
        ({"state": JobState.STOPPED}, "Đã dừng"),
    ],
)
def test_the_page_says_how_far_it_is(visit, at, values, said):
    owner = people.trainer()
    page = visit.as_(owner).get("core.jobs.show", job_id=begin(owner, at, **values))
    assert (page.status, page.h1) == (200, "Báo cáo Lai Châu")
    assert said in page and "secret" not in page.html
    assert bool(page.soup.select("main form")) == ("state" not in values or values["state"] == JobState.RUNNING)


@pytest.mark.parametrize(
    ("result", "links"),
    [
        ({"file": "abcdefghijklm"}, ["/files/abcdefghijklm"]),
        ({"href": "/reach"}, ["/reach"]),
        ({"href": "https://evil.example"}, []),
        ({"href": "//evil.example"}, []),
        (None, []),
    ],
)
def test_the_result_is_offered(visit, at, result, links):
    owner = people.trainer()
    page = visit.as_(owner).get("core.jobs.show", job_id=begin(owner, at, state=JobState.DONE, result=result))
    assert [link["href"] for link in page.soup.select("main a")] == links


def test_the_owner_may_stop_it(visit, at):
    owner = people.trainer()
    browser, number = visit.as_(owner), begin(owner, at)
    for _time in range(2):
        assert browser.post("core.jobs.stop", job_id=number).status == 303
    assert "Đã dừng" in browser.get("core.jobs.show", job_id=number)


def test_who_may_see_it(visit, at):
    owner = people.trainer()
    number = begin(owner, at)
    seen = {
        who: visit.as_(person).get("core.jobs.show", job_id=number).status
        for who, person in {"owner": owner, "caretaker": people.caretaker(), "trainer": people.trainer()}.items()
    }
    assert seen == {"owner": 200, "caretaker": 200, "trainer": 404}
    assert visit.get("core.jobs.show", job_id=number).status == 303
    assert visit.as_(people.trainer()).post("core.jobs.stop", job_id=number).status == 404


def test_the_rhythms_of_the_house_have_no_page(visit, at):
    with mode("write"):
        jobs.plan_rhythms(at=at)
        number = db.session.query(Job.public_id).filter(Job.kind == "files.tidy").scalar()
    assert visit.as_(people.caretaker()).get("core.jobs.show", job_id=number).status == 404
