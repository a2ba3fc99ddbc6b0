"""Jobs are rows: a worker may die at any moment and nothing is lost or left hanging."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.core import clock as real_clock
from lms.core import jobs
from lms.core.db import db
from lms.core.jobs import Job, JobState, every, run_due, start, task

ran = []


@task("test.note")
def note(job):
    ran.append(job.args["n"])
    return {"noted": job.args["n"]}


@task("test.break")
def always_breaks(job):
    raise ValueError("this one never works")


@pytest.fixture(autouse=True)
def empty():
    ran.clear()


def the_job():
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def test_a_job_runs_once_and_keeps_its_result(app, clock, at):
    start("test.note", args={"n": 7}, at=at)
    db.session.commit()
    assert (run_due(), run_due()) == (1, 0)
    assert (ran, the_job().state, the_job().result) == ([7], JobState.DONE, {"noted": 7})


def test_the_same_key_is_one_job(app, clock, at):
    first = start("test.note", args={"n": 1}, at=at, key="export:1")
    assert start("test.note", args={"n": 2}, at=at, key="export:1") == first
    db.session.commit()
    assert run_due() == 1
    assert ran == [1]


def test_not_before_its_time(app, clock, at):
    start("test.note", args={"n": 1}, at=at + timedelta(minutes=5))
    db.session.commit()
    assert run_due() == 0
    clock.move_to(at + timedelta(minutes=5))
    assert run_due() == 1


def test_a_failure_is_tried_again_with_growing_pauses_then_kept_as_failed(app, clock, at):
    start("test.break", at=at)
    db.session.commit()
    moment = at
    for pause in jobs.PAUSES:
        assert run_due() == 1
        assert (the_job().state, the_job().due_at) == (JobState.WAITING, moment + pause)
        moment += pause
        clock.move_to(moment)
    assert run_due() == 1
    assert the_job().state == JobState.FAILED
    assert "never works" in the_job().error


@task("test.stopped_inside")
def stopped_inside(job):
    jobs.stop(job, at=job.created_at)
    db.session.commit()
    raise ValueError("after it was stopped")


def test_a_job_that_breaks_after_it_was_stopped_stays_stopped(app, clock, at):
    start("test.stopped_inside", at=at)
    db.session.commit()
    assert run_due() == 1
    assert (the_job().state, the_job().ended_at) == (JobState.STOPPED, at)


def test_an_abandoned_job_is_taken_up_again(app, clock, at):
    start("test.note", args={"n": 3}, at=at)
    db.session.commit()
    assert jobs._claim(at) is not None
    assert run_due() == 0
    clock.move_to(at + jobs.LEASE + timedelta(seconds=1))
    assert run_due() == 1
    assert the_job().state == JobState.DONE


def test_a_rhythm_comes_back(app, clock, at):
    calls = []

    @every(seconds=60)
    def beat():
        calls.append(1)

    try:
        jobs.plan_rhythms(at=at)
        jobs.plan_rhythms(at=at)
        run_due()
        clock.move_to(at + timedelta(seconds=60))
        run_due()
    finally:
        kind = next(name for name in jobs._rhythms if name.endswith(".beat"))
        del jobs._rhythms[kind], jobs._handlers[kind]
    assert len(calls) == 2


WORKER = """
import sys, time, threading
from lms.app import create_app
from lms.core import clock as real_clock
from lms.core import jobs
from lms.core.db import db
app = create_app({"INSTANCE": sys.argv[1], "DATABASE_URL": sys.argv[2], "LOG_LEVEL": "CRITICAL"})
jobs.LEASE = __import__("datetime").timedelta(seconds=1)
@jobs.task("test.slow")
def slow(job):
    time.sleep(0.02)
print("ready", flush=True)
with app.app_context():
    while True:
        jobs.run_due()
        time.sleep(0.05)
"""


@pytest.mark.slow
def test_kill_nine_of_the_worker_loses_no_job(app, tmp_path):
    """Three workers killed in the middle of their work; a fourth finishes everything."""
    total, at = 60, real_clock.now()
    for _ in range(total):
        start("test.slow", at=at)
    db.session.commit()
    for round_ in range(4):
        command = [sys.executable, "-c", WORKER, str(tmp_path), app.config["SQLALCHEMY_DATABASE_URI"]]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        worker.stdout.readline()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            time.sleep(0.3)
            db.session.rollback()
            done = db.session.scalar(select(func.count()).where(Job.kind == "test.slow", Job.state == JobState.DONE))
            if done == total or (round_ < 3 and done > round_ * 5):
                break
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(Job.kind == "test.slow", Job.state == JobState.DONE)) == total
