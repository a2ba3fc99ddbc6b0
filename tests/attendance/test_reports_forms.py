"""Every form of report, from the file to the rows: as many lines come out as went in, in whatever order they stand."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.attendance.models import Participant, Stay
from lms.attendance.outlook import look
from lms.attendance.reading import Line, Reading, Refused
from lms.attendance.rules import reports as rules
from lms.attendance.rules.matching import Learner, Roster
from lms.core.db import db
from tests.conftest import AT
from tests.factories import enrolment, people, schedule
from tests.factories.reports import bring, press
from tests.statements import statements

FILES = Path(__file__).parent / "reports"
#: File -> (day of the session, lines with data, lines that are visits of people who learn), counted by hand.
FORMS = {
    "zoom_a.csv": (date(2026, 3, 4), 4, 3),
    "zoom_b.csv": (date(2026, 3, 4), 4, 4),
    "zoom_c.csv": (date(2026, 3, 18), 5, 4),
    "zoom_d.csv": (date(2026, 3, 4), 3, 3),
    "zoom_e.csv": (date(2026, 3, 18), 3, 1),
    "zoom_f.csv": (date(2026, 3, 4), 2, 2),
    "zoom_g.csv": (date(2026, 3, 4), 3, 2),
    "zoom_h.csv": (date(2026, 3, 4), 2, 2),
    "zoom_i.csv": (date(2026, 3, 25), 2, 2),
    "zoom_i_unique.csv": (date(2026, 3, 25), 2, 2),
    "zoom_j.csv": (date(2026, 3, 4), 2, 2),
    "zoom_k.csv": (date(2026, 3, 4), 6, 3),
    "teams.csv": (date(2025, 11, 26), 4, 3),
    "teams_classic.csv": (date(2021, 11, 26), 5, 3),
    "teams_people.csv": (date(2025, 11, 26), 3, 2),
    "meet.csv": (date(2026, 3, 4), 2, 2),
}


@pytest.mark.parametrize("name", FORMS)
def test_rows_in_are_rows_matched_strangers_and_named_refusals(visit, name):
    day, lines, visits = FORMS[name]
    trainer = people.trainer("Cô Thu")
    session = schedule.session(schedule.series(trainer, count=0), day)
    desk = visit.as_(trainer)
    page = bring(desk, session, (FILES / name).read_bytes(), name)
    figures = [int(row.select("td")[-1].get_text()) for row in page.soup.select("tbody tr")]
    assert (figures[-1], sum(figures[:-1]), sum(figures[:-3])) == (lines, lines, visits)
    press(desk, page, "/confirm")
    fates = list(db.session.scalars(select(Stay.fate)))
    assert (len(fates), fates.count("stay")) == (lines, visits)


def test_the_trainer_of_another_name_is_a_learner_like_others(visit):
    """Who enrolled is recognised in a form of each platform."""
    trainer = people.trainer("Nguyễn Văn Tùng")
    session = schedule.session(schedule.series(trainer, count=0), date(2025, 11, 26))
    lau = people.person("Xồng Bá Lầu")
    enrolment.enrol(lau, session.series)
    desk = visit.as_(trainer)
    press(desk, bring(desk, session, (FILES / "teams.csv").read_bytes(), "teams.csv"), "/confirm")
    found = db.session.execute(select(Participant.name, Participant.person_id).order_by(Participant.id)).all()
    assert ("Xồng Bá Lầu", lau.id) in [tuple(row) for row in found]


@pytest.mark.parametrize("page", ["reports", "participants", "preview"])
def test_a_page_asks_no_more_of_the_database_for_many_names(visit, page):
    trainer = people.trainer()
    session = schedule.session(schedule.series(trainer, count=0), date(2026, 3, 4))
    desk = visit.as_(trainer)
    head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
    counts = []
    for number in (1, 60):
        lines = [
            f"Khách số {chr(96 + number)}{n},,2026-03-04 19:3{n % 10}:00,2026-03-04 20:59:00,80,Yes"
            for n in range(number)
        ]
        shown = bring(desk, session, (head + "\n".join(lines)).encode())
        if page != "preview":
            press(desk, shown, "/confirm")
        path = shown.soup.select_one("form[action$='/confirm']")["action"].removesuffix("/confirm")
        path = path if page == "preview" else f"/sessions/{session.public_id}/{page}"
        with statements() as asked:
            assert desk.open("GET", path).status == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14


#: People and visits of a meeting, in minutes.
VISITS = st.lists(
    st.tuples(st.sampled_from(["Lan", "lan ", "Páo", "Bích", "iPhone"]), st.integers(0, 90), st.integers(0, 60)),
    max_size=12,
)


def reading_of(visits, refused=0):
    minute = (rules.AFTER - rules.EARLY) / -60
    lines = [
        Line(n, name, None, None, None, AT + at * minute, AT + (at + long) * minute, None, False, "attendee", True)
        for n, (name, at, long) in enumerate(visits, 1)
    ]
    wrong = [Refused(100 + n, "no_name", "") for n in range(refused)]
    return Reading("zoom", "B", "", "iso", (), lines, wrong, (AT, AT + rules.EARLY), None, None)


def keys(visits, known=()):
    return {row.key for row in rules.rows(reading_of(visits), known=known) if row.key}


@given(VISITS, st.integers(0, 3), st.randoms())
def test_order_and_repetition_never_matter(visits, refused, random):
    rows = rules.rows(reading_of(visits, refused))
    assert len(rows) == len(visits) + refused
    shuffled = random.sample(visits, len(visits))
    assert keys(visits) == keys(shuffled) == keys(visits + visits)
    # taken in in two files, in either order, or all over again
    half = len(visits) // 2
    first = keys(visits[:half])
    assert first | keys(visits[half:], known=first) == keys(visits)
    assert keys(shuffled, known=keys(visits)) == set()


@given(VISITS)
def test_everybody_is_in_one_group_and_every_line_has_one_fate(visits):
    roster = Roster([Learner(1, "Giàng A Páo", "A7K2"), Learner(2, "Lò Thị Lan", "C4N9")])
    reading = reading_of(visits)
    matches = {key: roster.match(who.seen) for key, who in rules.people_in(reading.lines).items()}
    found = look(reading, matches, known={}, stays=(), trainers=())
    in_groups = sum(len(party.rows) for parties in found.groups.values() for party in parties)
    assert in_groups + sum(found.aside.values()) + len(found.having("refused")) == len(visits) == len(found.rows)
