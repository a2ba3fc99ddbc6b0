"""Microsoft Teams' reports: three numbered sections, the one table before them, and the oldest list of events. Pure."""

from itertools import islice

from lms.attendance.reading import durations, names
from lms.attendance.reading.headings import Field, plain
from lms.attendance.reading.report import Draft, Found, Meeting, unknown, words_of
from lms.attendance.reading.tables import Table, Tables

#: Roles of those who give the class. In most meetings everybody may present: that says nothing.
HOSTS = {
    "organizer", "co-organizer", "organiser", "co-organiser",
    "nguoi to chuc", "dong to chuc", "nguoi dong to chuc",
}  # fmt: skip
#: How the events of the oldest list begin, folded.
JOINED, LEFT = ("joined", "da tham gia", "tham gia"), ("left", "da roi", "roi")
#: The section of every visit; the one before has a line for each person.
VISITS = "3"


def is_teams(found: Tables) -> bool:
    """Whether it has numbered sections, or columns that nobody else has."""
    return any(
        table.section.isdigit() or table.has(Field.FIRST_JOINED) or table.has(Field.UPN) or table.has(Field.ACTION)
        or (table.has(Field.ROLE, Field.JOINED) and not table.has(Field.MINUTES))
        for table in found.tables
    )  # fmt: skip


def read(found: Tables) -> Found:
    """The report in these tables. Raises Unreadable if the headings of people and of visits are both unknown."""
    about = Meeting(*(found.about.get(field, "") for field in (Field.TOPIC, Field.MEETING_ID, Field.START, Field.END)))
    events = [table for table in found.tables if table.has(Field.ACTION)]
    if events:
        return _classic(events, about)
    visits = [table for table in found.tables if table.has(Field.JOINED) and table.section in ("", VISITS)]
    people = [table for table in found.tables if table.has(Field.FIRST_JOINED) or table.has(Field.WHOLE)]
    if not visits and not people:
        raise unknown(found.lost[0][1] if found.lost else found.tables[0].headings)
    there, drafts = _drafts(people, about), _drafts(visits, about)
    known, seen = _by_name(there), _by_name(drafts)
    drafts = [_completed(draft, known.get(draft.name, {})) for draft in drafts]
    unseen = [draft for draft in there if not _possible(draft, seen.get(draft.name, {}))]
    return Found("teams", "teams", drafts + unseen, about)


#: Drafts of one name by their addresses.
Namesakes = dict[str | None, Draft]


def _by_name(drafts: list[Draft]) -> dict[str | None, Namesakes]:
    found: dict[str | None, Namesakes] = {}
    for draft in drafts:
        found.setdefault(draft.name, {}).setdefault(draft.email, draft)
    return found


def _possible(draft: Draft, namesakes: Namesakes) -> list[Draft]:
    """The namesakes who can be the same person: no address speaks against it."""
    if draft.email is None:
        return list(islice(namesakes.values(), 2))
    return [namesakes[address] for address in (draft.email, None) if address in namesakes]


def _completed(visit: Draft, namesakes: Namesakes) -> Draft:
    """A visit with address and id of the only person who can have made it."""
    able = _possible(visit, namesakes)
    if len(able) != 1:
        return visit
    return visit._replace(email=visit.email or able[0].email, participant_id=able[0].participant_id)


def _drafts(tables: list[Table], about: Meeting) -> list[Draft]:
    return [_draft(table, line, row)._replace(meeting=about) for table in tables for line, row in table.rows]


def _draft(table: Table, line: int, row: list[str]) -> Draft:
    upn = table.cell(row, Field.UPN)
    return Draft(
        line=line,
        name=names.inside(table.cell(row, Field.NAME)),
        email=names.email(table.cell(row, Field.EMAIL)) or names.email(upn),
        participant_id=names.tidy(upn),
        joined=table.cell(row, Field.JOINED, Field.FIRST_JOINED),
        left=table.cell(row, Field.LEFT, Field.LAST_LEFT),
        seconds=durations.seconds(table.cell(row, Field.WHOLE, Field.DURATION)),
        summed=not table.has(Field.JOINED),
        role="host" if plain(table.cell(row, Field.ROLE)[:60]) in HOSTS else "attendee",
        text=words_of(row),
    )


def _classic(tables: list[Table], about: Meeting) -> Found:
    """Visits from events in the order of the file: somebody joined, or had before; later they left, or not."""
    drafts: list[Draft] = []
    open_: dict[str | None, int] = {}
    ends = []
    for table, line, row in ((one, *row) for one in tables for row in one.rows):
        name, action = names.inside(table.cell(row, Field.NAME)), plain(table.cell(row, Field.ACTION)[:60])
        draft = Draft(line, name, meeting=about, text=words_of(row))
        when = table.cell(row, Field.STAMP)
        if action.startswith(LEFT) and name in open_:
            place = open_.pop(name)
            drafts[place] = drafts[place]._replace(left=when)
            ends.append(line)
        elif action.startswith(LEFT):
            drafts.append(draft._replace(left=when))
        elif action.startswith(JOINED):
            open_[name] = len(drafts)
            drafts.append(draft._replace(joined=when))
        else:
            drafts.append(draft)
    return Found("teams", "teams-classic", drafts, about, ends=tuple(ends))
