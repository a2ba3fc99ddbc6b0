"""Google Meet's report: a line for each person, with clock times without a date and how long they were there. Pure."""

from lms.attendance.reading import durations, names
from lms.attendance.reading.headings import Field
from lms.attendance.reading.report import Draft, Found, Meeting, words_of
from lms.attendance.reading.tables import Table, Tables


def is_meet(found: Tables) -> bool:
    """Whether the names are in two columns, beside times of joining and leaving."""
    table = found.tables[0]
    plain = not table.has(Field.ATTENDED) and table.has(Field.JOINED) and table.has(Field.DURATION)
    return plain and table.has(Field.FAMILY) and (table.has(Field.GIVEN) or table.has(Field.NAME))


def read(found: Tables) -> Found:
    """The report in these tables."""
    about = Meeting(found.about.get(Field.TOPIC, ""), found.about.get(Field.MEETING_ID, ""))
    drafts = [_draft(table, line, row) for table in found.tables for line, row in table.rows]
    return Found("meet", "meet", [draft._replace(meeting=about) for draft in drafts], about)


def _draft(table: Table, line: int, row: list[str]) -> Draft:
    given, family = table.cell(row, Field.GIVEN, Field.NAME), table.cell(row, Field.FAMILY)
    return Draft(
        line=line,
        name=names.tidy(f"{given} {family}"),
        email=names.email(table.cell(row, Field.EMAIL)),
        joined=table.cell(row, Field.JOINED),
        left=table.cell(row, Field.LEFT),
        seconds=durations.seconds(table.cell(row, Field.DURATION)),
        summed=True,
        text=words_of(row),
    )
