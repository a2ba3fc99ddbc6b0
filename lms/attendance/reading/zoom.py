"""Zoom's reports of a meeting (forms A to J) and of a webinar (K). Pure.

A, D, H sum up each person's minutes; B, C, F, G have a line for each visit; E repeats the meeting in every line;
I is Vietnamese, J Korean; K has sections for hosts, panelists and those who registered, there or not.
"""

from lms.attendance.reading import durations, names
from lms.attendance.reading.headings import MEETING, Field, has_original, language_of
from lms.attendance.reading.report import Draft, Found, Meeting, unknown, words_of
from lms.attendance.reading.tables import Table, Tables


def read(found: Tables) -> Found:
    """The report in these tables. Raises Unreadable for a section whose headings are not known."""
    if found.lost:
        raise unknown(found.lost[0][1])
    about = _about(found.about)
    drafts = [_draft(table, line, row, about, found.about) for table in found.tables for line, row in table.rows]
    return Found("zoom", _form(found), drafts, about)


def _about(about: dict[Field, str]) -> Meeting:
    ran = about.get(Field.RAN) or about.get(Field.MINUTES, "")
    return Meeting(
        about.get(Field.TOPIC, ""),
        _number(about.get(Field.MEETING_ID, "")),
        about.get(Field.START, ""),
        about.get(Field.END, ""),
        durations.seconds(ran),
    )


def _form(found: Tables) -> str:
    """Which of the eleven forms."""
    table = found.tables[0]
    title = _name_heading(table)
    if table.has(Field.ATTENDED) or any(one.section for one in found.tables):
        return "K"
    if language_of(title) != "en":
        return {"vi": "I", "ko": "J"}[language_of(title)]
    if len(MEETING & table.columns.keys()) >= 2:
        return "E"
    new = "(original name)" in title
    if not table.has(Field.JOINED):
        return "H" if new else "A" if found.about else "D"
    if new:
        return "G"
    return "C" if found.about else "B" if table.has(Field.GUEST) else "F"


def _name_heading(table: Table) -> str:
    columns = table.columns.get(Field.NAME) or table.columns.get(Field.HOST) or table.columns[Field.GIVEN]
    return table.headings[columns[0]]


def _draft(table: Table, line: int, row: list[str], about: Meeting, told: dict[Field, str]) -> Draft:
    shown = table.cell(row, Field.NAME) if table.has(Field.NAME) else table.cell(row, Field.HOST)
    name, original = names.split(shown) if has_original(_name_heading(table)) else (names.tidy(shown), None)
    if name is None:
        name = names.tidy(" ".join(table.cell(row, field) for field in (Field.GIVEN, Field.FAMILY)))
    address = names.email(table.cell(row, Field.EMAIL))
    joined, left = table.cell(row, Field.JOINED), table.cell(row, Field.LEFT)
    meeting = _meeting_in(table, row) if len(MEETING & table.columns.keys()) >= 2 else about
    return Draft(
        line=line,
        name=name,
        original_name=original,
        email=address,
        participant_id=names.tidy(table.cell(row, Field.REGISTRANT)),
        joined=joined,
        left=left,
        seconds=durations.seconds(table.cell(row, Field.MINUTES, Field.TOTAL, Field.DURATION)),
        waiting_room=names.says_yes(table.cell(row, Field.WAITING)),
        role="host" if _is_host(table, row, name, address, told) else table.section or "attendee",
        attended=bool(joined) or not table.has(Field.ATTENDED) or names.says_yes(table.cell(row, Field.ATTENDED)),
        meeting=meeting,
        text=words_of(row),
    )


def _meeting_in(table: Table, row: list[str]) -> Meeting:
    """What a line of form E says about its meeting."""
    topic, number, start, end = (table.cell(row, field) for field in
                                 (Field.TOPIC, Field.MEETING_ID, Field.START, Field.END))  # fmt: skip
    return Meeting(topic, _number(number), start, end)


def _number(text: str) -> str:
    """A meeting's number as links have it: "841 2207 3391" is 84122073391."""
    return "".join(text.split())


def _is_host(table: Table, row: list[str], name: str | None, address: str | None, told: dict[Field, str]) -> bool:
    """Whether a line is the host's: by the address, else by the name of one who is no guest."""
    if address is not None:
        emails = told.get(Field.EMAIL) or told.get(Field.HOST_EMAIL, ""), _host_email_in(table, row)
        if address in map(names.email, emails):
            return True
    at_home = table.has(Field.GUEST) and not names.says_yes(table.cell(row, Field.GUEST))
    return at_home and name is not None and name == names.tidy(told.get(Field.HOST, ""))


def _host_email_in(table: Table, row: list[str]) -> str:
    """The host's address in a line of form E: the one before the name."""
    columns = table.columns.get(Field.EMAIL, [])
    name = table.columns.get(Field.NAME, [0])[0]
    before = [column for column in columns if column < name < columns[0]]
    return row[before[0]] if before and before[0] < len(row) else ""
