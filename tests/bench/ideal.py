"""The ideal: bare Flask routes on the same server and database. No session, no sign-in, no checks.

`/ideal` is one read and an 11 kB page; `/same/<sql>/<size>` the same number of SELECTs and template bytes as a
page of ours; `/insert` one insert and its commit; `/same-write/<sql>` the same SELECTs and one insert;
`/feed` a prebuilt calendar behind one SELECT, with its 304 for whoever has it (RFC 9110, 13.1.2; no date).
"""

import os
from pathlib import Path

from flask import Flask, Response, render_template_string, request
from sqlalchemy import create_engine, text

from lms.core import db as database

PARAGRAPH = "<p>{{ name }} học mỗi tuần một buổi, cùng {{ other }} và cả lớp, rồi về nhà làm lại một lần.</p>\n"
PAGE = (
    "<!doctype html><html lang=vi><head><title>{{ name }}</title></head><body><h1>{{ name }}</h1>"
    "{% for row in rows %}" + PARAGRAPH + "{% endfor %}</body></html>"
)
LINE = 118


def create_app() -> Flask:
    """The ideal app on the database in LMS_DATABASE_URL."""
    app = Flask("ideal", static_folder=None)
    engine = create_engine(os.environ["LMS_DATABASE_URL"], pool_size=8, max_overflow=0)
    database.listen(engine)
    body = Path(os.environ["LMS_BENCH_FEED"]).read_bytes()

    def read(times: int) -> str:
        with database.mode("read"), engine.connect() as connection:
            for _ in range(times):
                found = connection.execute(
                    text("SELECT value FROM revision WHERE name = :name"), {"name": "bench"}
                ).scalar()
            connection.rollback()
        return found or ""

    def page(size: int, name: str) -> str:
        return render_template_string(PAGE, name=name, other="bạn", rows=range(max(size // LINE, 1)))

    @app.get("/ideal")
    def ideal():
        return page(11_000, read(1))

    @app.get("/same/<int:sql>/<int:size>")
    def same(sql, size):
        return page(size, read(sql))

    @app.post("/insert")
    def insert():
        return write(0)

    @app.post("/same-write/<int:sql>")
    def same_write(sql):
        return write(sql - 1)

    def write(reads: int):
        with database.mode("late"), engine.begin() as connection:
            for _ in range(reads):
                connection.execute(text("SELECT value FROM revision WHERE name = :name"), {"name": "bench"}).scalar()
            connection.execute(
                text("INSERT INTO change (kind, subject, at) VALUES ('bench', 1, '2026-11-26 12:00:00')")
            )
        return Response(status=303, headers={"Location": "/"})

    @app.get("/feed")
    def feed():
        mark = read(1)
        if request.if_none_match.contains_weak(mark):
            return Response(status=304, headers={"ETag": f'"{mark}"'})
        return Response(body, mimetype="text/calendar", headers={"ETag": f'"{mark}"'})

    return app


app = create_app() if "LMS_BENCH_FEED" in os.environ else None
