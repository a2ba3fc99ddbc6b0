"""What a report would do, or does: each line with its fate, everybody in it with who they are. Pure."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from lms.attendance.reading import Reading
from lms.attendance.rules import reports as rules
from lms.attendance.rules.matching import Match
from lms.attendance.rules.reports import Fate, Row, State, Who
from lms.attendance.rules.suggesting import Suggestion


class Known(NamedTuple):
    """Somebody who was seen in the session before. `told`: a person said who it is, or that it is not."""

    id: int
    state: str
    person_id: int | None
    step: str | None
    told: bool


class Party(NamedTuple):
    """Somebody in a report, with their lines; `suggestions` only while nobody is matched."""

    who: Who
    rows: list[Row]
    state: State
    person_id: int | None
    step: str | None
    suggestions: list[Suggestion]
    known: Known | None


class Outlook(NamedTuple):
    """A report sorted. A line is in one of `parties`, or set aside, or refused."""

    rows: list[Row]
    parties: list[Party]

    @property
    def groups(self) -> dict[str, list[Party]]:
        """Parties by what they need: `matched`, `confirm` (open, with suggestions), `strangers`, `guests`."""
        found: dict[str, list[Party]] = {"matched": [], "confirm": [], "strangers": [], "guests": []}
        names = {State.MATCHED: "matched", State.GUEST: "guests"}
        for party in self.parties:
            found[names.get(party.state, "confirm" if party.suggestions else "strangers")].append(party)
        return found

    def having(self, *fates: Fate) -> list[Row]:
        """Lines with one of these fates."""
        return [row for row in self.rows if row.fate in fates]

    @property
    def aside(self) -> dict[str, int]:
        """fate → lines, of those that are understood and count for nothing."""
        counts = {fate.value: len(self.having(fate)) for fate in rules.ASIDE}
        return {fate: count for fate, count in counts.items() if count}


def look(
    reading: Reading,
    matches: Mapping[str, Match],
    *,
    known: Mapping[str, Known],
    stays: Collection[str],
    trainers: Collection[int],
) -> Outlook:
    """`matches`: whom the ladder takes each key for; `known`, `stays`: what the session had before, by key."""
    hosts = {key for key, match in matches.items() if match.person_id in trainers and key not in known}
    rows = rules.rows(reading, known=stays, hosts=hosts)
    of: dict[str, list[Row]] = {}
    for row in rows:
        if row.fate == Fate.STAY and row.who is not None:
            of.setdefault(row.who.key, []).append(row)
    return Outlook(rows, [_party(some, matches[key], known.get(key), trainers) for key, some in of.items()])


def _party(rows: list[Row], match: Match, known: Known | None, trainers: Collection[int]) -> Party:
    who = rows[0].who
    suggestions = [one for one in match.suggestions if one.person_id not in trainers]
    if known is not None and (known.told or known.state != State.OPEN):
        found = (State(known.state), known.person_id, known.step)
    elif match.person_id is not None and match.person_id not in trainers:
        found = (State.MATCHED, match.person_id, match.step)
    else:
        found = (State.OPEN, None, None)
    return Party(who, rows, *found, suggestions if found[0] == State.OPEN else [], known)
