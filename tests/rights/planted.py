"""A person who has left words everywhere, and a look at everything that is kept."""

import io
import re
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy import JSON, Boolean, Date, DateTime, LargeBinary, String, Text, Time, insert, select, update
from xlsxwriter import Workbook

from lms.core.db import Base, db, mode
from lms.core.text import fold
from lms.files import actions as shelf
from lms.operations import tables
from lms.quizzes.actions import late
from lms.quizzes.models import Answer
from lms.quizzes.queries import records
from lms.quizzes.rules.events import Phone
from lms.rights.mentions import parts
from tests.factories import attendance, enrolment, people, quizzes, reach, schedule

NAME, NICK = "Vừ Thị Dính Kỳ", "Dính Bé Nhỏ"
PHONE, SPOKEN, EMAIL = "+84987654123", "0987 654 123", "dinh.ky@example.vn"
WORD, TYPED = "mật ong rừng Sì Lờ Lầu", "9876501234"
SECRETS = (NAME, NICK, PHONE, SPOKEN, SPOKEN.replace(" ", ""), EMAIL, WORD, TYPED, fold(NAME))
#: Columns that point at whom a row is about.
SUBJECT = {"person_id", "owner_id", "to_id", "child_id"}
#: Columns of such rows that hold a code, a hash or an id of ours and never words; a new column needs a decision.
CODES = {
    "person": "public_id gender language province_code commune_code paused_why mark",
    "contact": "kind value",
    "role": "name province_code",
    "role_proposal": "public_id name province_code state",
    "consent": "purpose version wording way",
    "card_answer": "card state",
    "name_word": "word",
    "credential": "password recovery",
    "sign_in": "public_id token way",
    "failed_sign_in": "contact network",
    "one_time_code": "public_id purpose contact contact_kind code link browser network",
    "passkey": "public_id credential public_key",
    "authenticator": "secret",
    "ceremony": "token purpose challenge onwards",
    "job": "public_id kind key state",
    "letter": "public_id key template channel language state",
    "file": "public_id purpose media_type digest",
    "guardianship": "public_id relation code child_wording version wording",
    "invitation_list": "public_id province_code file_id state job_id refused_file_id",
    "invitation": "public_id state gender province_code code",
    "enrolment": "state way",
    "waiting": "public_id state",
    "sent_invitation": "method",
    "live_registration": "state registrant_id",
    "live_presence": "key",
    "evidence": "kind value",
    "participant": "public_id key state step",
    "attendance_claim": "public_id state",
    "recount_change": "before after",
    "decision": "state why rule",
    "attempt": "public_id state",
    "milestone": "indicator scope province_code gender age_band proof_kind rule withdrawn_why",
    "data_request": "public_id kind way extended_why state refused_why job_id file_id page_file_id",
    "erasure": "public_id",
}
#: What has to be right in a row that is made up.
TRUE = {
    "role": {"ended_at": datetime(2026, 11, 1, tzinfo=UTC)},
    "data_request": {"kind": "see", "way": "phone", "state": "done"},
}
#: Tables about a person that nobody fills before they are erased.
LATER = {"erasure", "merged"}
#: Somebody owns it; its words are about others, or about none.
NOT_ABOUT = {"invitation_list"}


def plant(at):
    """The person, and somebody else with letters, a failed job and lists about them; rows in every table, words in
    every column that may hold words."""
    person = people.with_password(
        people.person(NAME, phone=PHONE, email=EMAIL, birth_year=2003, birth_date=date(2003, 5, 4), preferred_name=NICK)
    )
    teacher, office = people.trainer("Đặng Thị Hòa"), people.coordinator("", "Trần Thu Hà")
    series = schedule.series(teacher, count=2)
    enrolment.enrol(person, series)
    session = schedule.sessions_of(series)[0]
    attendance.marked(session, person, teacher, reason=WORD, at=at)
    _answer(quizzes.attempt(quizzes.quiz(("numeric", "single", "short")), person, at=at), teacher, at)
    reach.count(at=at)
    _fill_every_table(person, at)
    _speak_of(person, office, at)
    return person


def _answer(attempt, teacher, at):
    """Typed in time, typed again too late, and answered in words."""
    phone = Phone("0badcafe", at)
    with mode("write"):
        quizzes.attempts.save(attempt, 1, TYPED, 1, phone=phone, by=None, at=at)
        quizzes.attempts.hand_in(attempt, {3: WORD}, phone=phone, by=None, at=at)
        for position in (1, 3):
            quizzes.attempts.save(attempt, position, f"{TYPED} {WORD}"[: 40 * position], 9, phone=phone, by=None, at=at)
        late.count(records.late_answer(attempt.id, 3), by=teacher, at=at)
        db.session.execute(update(Answer).values(remark=f"{NICK}: {WORD}"))
        db.session.commit()


def of_persons():
    """(table, its column that points at whom it is about)."""
    for table in Base.metadata.sorted_tables:
        for column in () if table.name in NOT_ABOUT else table.columns:
            if column.name in SUBJECT and any(key.column.table.name == "person" for key in column.foreign_keys):
                yield table, column


def wordy(table):
    """The columns of a table that may hold words."""
    kinds = (String, Text, JSON)
    return [column for column in table.columns if isinstance(column.type, kinds) and not column.foreign_keys
            and column.name not in CODES.get(table.name, "").split()]  # fmt: skip


def _fill_every_table(person, at):
    with mode("write"):
        for table, owner in of_persons():
            if table.name in LATER:
                continue
            if not db.session.execute(select(owner).where(owner == person.id).limit(1)).first():
                db.session.execute(insert(table).values({**_row(table, owner, person, at), **TRUE.get(table.name, {})}))
            words = {column.name: _said(column) for column in wordy(table)}
            if words:
                db.session.execute(update(table).where(owner == person.id).values(words))
        db.session.commit()


def _said(column):
    if isinstance(column.type, JSON):
        return {"said": [WORD, NAME]}
    length = getattr(column.type, "length", None) or 1000
    return (WORD if length < 60 else f"{WORD}, {NAME}, {PHONE}")[:length]


def _row(table, owner, person, at):
    """Values for what a row must have."""
    return {
        column.name: person.id if column is owner else _any(column, person, at)
        for column in table.columns
        if column is owner or not (column.nullable or column.default or column.primary_key and _counts(column))
    }


def _counts(column):
    return column.autoincrement is True or column.autoincrement == "auto" and not column.foreign_keys and \
        len(column.table.primary_key) == 1 and not isinstance(column.type, String)  # fmt: skip


def _any(column, person, at):
    if column.foreign_keys:
        there = next(iter(column.foreign_keys)).column
        if there.table.name == "person":
            return person.id
        if (found := db.session.scalar(select(there).limit(1))) is None:
            return db.session.execute(
                insert(there.table).values(_row(there.table, None, person, at))
            ).inserted_primary_key[0]
        return found
    if isinstance(column.type, (String, Text)):
        return f"{column.table.name[:3]}{column.name[:3]}"[: getattr(column.type, "length", None) or 9]
    samples = ((JSON, {}), (DateTime, at), (Date, at.date()), (Time, time(9)), (Boolean, False), (LargeBinary, b"x"))
    wanted = getattr(column.type, "impl", column.type)
    return next((value for kind, value in samples if isinstance(wanted, kind)), 1)


def _speak_of(person, office, at):
    """Others' rows and files that repeat who it is."""
    letters, jobs = Base.metadata.tables["letter"], Base.metadata.tables["job"]
    with mode("write"):
        about = {
            "to_id": office.id,
            "subject": f"Về {NAME}",
            "text": f"Gọi {NAME} số {SPOKEN} nhé.",
            "html": f"<p>{EMAIL} 0987654123",
        }
        db.session.execute(insert(letters).values(
            public_id="b" * 13, key="about", template="x", channel="email", secret=False, language="vi", state="kept",
            tries=0, due_at=at, written_at=at, **about))  # fmt: skip
        db.session.execute(insert(jobs).values(
            public_id="c" * 13, kind="x", args={"title": f"Thư cho {NAME}"}, state="failed", due_at=at, tries=5,
            done=0, result={"text": SPOKEN}, error=f"ValueError: {NAME} {PHONE}", created_at=at,
            owner_id=office.id))  # fmt: skip
        for number, data in enumerate((workbook(), NAME.encode(), b'{"phone": "' + PHONE.encode() + b'"}')):
            shelf.keep(office, "list", f"{number}.dat", data, "x/y", at.replace(year=2027), by=office, at=at)
        shelf.keep(office, "list", "other.txt", "Sùng A Chu, 0911 222 333".encode(), "x/y", at.replace(year=2027),
                   by=office, at=at)  # fmt: skip
        shelf.keep(person, "upload", f"{NAME}.txt", WORD.encode(), "text/plain", None, by=person, at=at)
        db.session.commit()


def workbook():
    made = io.BytesIO()
    book = Workbook(made)
    book.add_worksheet().write_string(0, 0, NAME)
    book.close()
    return made.getvalue()


def found(text):
    """The secrets in a text, also where JSON wrote their letters as escapes, whatever the capitals."""
    plain = re.sub(r"\\+u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text).casefold()
    return [secret for secret in SECRETS if secret.casefold() in plain]


def in_database():
    """{table: secrets found in it}, over every column of every table."""
    told = {}
    db.session.rollback()
    with mode("read"):
        connection = db.session.connection()
        for table in tables.tables_of(connection):
            seen = {secret for line in tables.lines_of(connection, table) for secret in found(line)}
            if seen:
                told[table.name] = seen
    db.session.rollback()
    return told


def in_files(folder):
    """{file: secrets} of everything under a folder, workbooks unpacked."""
    told = {}
    for path in Path(folder).rglob("*"):
        if path.is_file():
            seen = {s for part in parts(path.read_bytes()) for s in found(part.decode("utf-8", "ignore"))}
            if seen:
                told[path.name] = seen
    return told
