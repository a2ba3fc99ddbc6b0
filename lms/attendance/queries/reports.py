"""Questions about reports of live rooms and paper lists, and about the names in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased

from lms.attendance.models import Claim, Decision, Evidence, Participant, Report, Stay
from lms.attendance.outlook import Known, Outlook, look
from lms.attendance.queries.classes import ClassRoom, classroom
from lms.attendance.queries.subjects import OfSession
from lms.attendance.reading import Reading
from lms.attendance.rules import reports as rules
from lms.attendance.rules.decision import Stretch
from lms.attendance.rules.matching import Match
from lms.attendance.rules.reports import Fate
from lms.core.db import db
from lms.live.queries import meeting_id_of
from lms.people.models import Person
from lms.people.queries import IS_HERE
from lms.schedule.models import Session
from lms.schedule.queries import room_of, session_by_public_id

#: Names on a page.
PAGE = 50


def _has(fate: Fate) -> Any:
    return exists().where(Stay.participant_id == Participant.id, Stay.fate == fate).correlate(Participant)


#: A `Participant` whom no report shows any more, since one was taken back.
GONE = and_(_has(Fate.TAKEN_BACK), ~_has(Fate.STAY))


@dataclass(frozen=True)
class Sheet(OfSession):
    """A report and its session: what the policy is asked about."""

    report: Report


@dataclass(frozen=True)
class Face(OfSession):
    """Somebody seen in a session, and who that is."""

    participant: Participant
    person: Person | None


class Entry(NamedTuple):
    """Somebody on the list of those who were seen: who that is, when they were there, who says it was them."""

    participant: Participant
    person: Person | None
    stays: list[Stay]
    claimed_by: list[Person]


def sheet(session_id: str, report_id: str) -> Sheet | None:
    """A report of a session, both by public id."""
    session = session_by_public_id(session_id)
    if session is None:
        return None
    report = db.session.scalar(select(Report).where(Report.session_id == session.id, Report.public_id == report_id))
    return report and Sheet(session, report)


def face(session_id: str, participant_id: str) -> Face | None:
    """Somebody seen in a session, both by public id."""
    session = session_by_public_id(session_id)
    return session and one(session, participant_id)


def one(session: Any, participant_id: str) -> Face | None:
    """Somebody seen in this session, by public id."""
    if not participant_id:
        return None
    found = select(Participant, Person).outerjoin(Person, Person.id == Participant.person_id)
    mine = (Participant.session_id == session.id, Participant.public_id == participant_id)
    row = db.session.execute(found.where(*mine)).first()
    return row and Face(session, *row)


def meeting_times(session: Any) -> tuple[Stretch, ...]:
    """When the meetings of a session ran, by its confirmed reports: what `Span.actual` is."""
    found = select(Report.from_at, Report.until_at).where(
        Report.session_id == session.id, Report.state == "confirmed",
        Report.from_at.is_not(None), Report.until_at > Report.from_at,
    )  # fmt: skip
    return tuple(sorted((began, ended) for began, ended in db.session.execute(found)))


def draft(session: Any) -> Report | None:
    """The report that waits to be confirmed."""
    return db.session.scalar(select(Report).where(Report.session_id == session.id, Report.state == "read"))


def by_hand(session: Any) -> Report | None:
    """The report of those who were written down one by one."""
    mine = (Report.session_id == session.id, Report.form == "hand", Report.state == "confirmed")
    return db.session.scalar(select(Report).where(*mine))


def taken_in(session: Any) -> list[tuple[Report, str | None]]:
    """(report, name of who brought it) of those that count, latest first."""
    found = select(Report, Person.name).outerjoin(Person, Person.id == Report.by_id)
    found = found.where(Report.session_id == session.id, Report.state == "confirmed")
    return [(report, name) for report, name in db.session.execute(found.order_by(Report.ended_at.desc(), Report.id))]


def same_file(digest: str, *, session: Any = None, but: Any = None) -> tuple[Report, Session] | None:
    """A confirmed report with these bytes: of this session, or of another one of the class than that of `but`."""
    found = select(Report, Session).join(Session, Session.id == Report.session_id)
    found = found.where(Report.digest == digest, Report.state == "confirmed")
    if session is not None:
        found = found.where(Report.session_id == session.id)
    if but is not None:
        found = found.where(Session.series_id == but.series_id, Session.id != but.id)
    row = db.session.execute(found.order_by(Report.id).limit(1)).first()
    return row and (row[0], row[1])


def room_numbers(session: Any) -> set[str]:
    """Zoom's numbers of the meetings in which a session may be held."""
    own = session.room_url
    return rules.meeting_numbers(own) if own else rules.meeting_numbers(
        room_of(session), meeting_id_of(session.series_id)
    )  # fmt: skip


def known(session: Any) -> dict[str, Known]:
    """key → everybody who was seen in the session before."""
    names = ("key", "id", "state", "person_id", "step", "by_id")
    columns = (getattr(Participant, name) for name in names)
    found = db.session.execute(select(*columns).where(Participant.session_id == session.id))
    return {row.key: Known(row.id, row.state, row.person_id, row.step, row.by_id is not None) for row in found}


def known_stays(session: Any) -> set[str]:
    """Keys of the stays that count already."""
    return set(db.session.scalars(select(Stay.key).where(Stay.session_id == session.id, Stay.key.is_not(None))))


def recognised(session: Any, reading: Reading) -> tuple[ClassRoom, dict[str, Match]]:
    """(the class, key → whom the ladder takes each of a report's people for)"""
    room = classroom(session)
    return room, {key: room.roster.match(who.seen) for key, who in rules.people_in(reading.lines).items()}


def still_here(matches: dict[str, Match]) -> dict[str, Match]:
    """The same, but nobody who was merged or erased meanwhile; the others stay until the transaction ends."""
    ids = {match.person_id for match in matches.values()} - {None}
    found = select(Person.id).where(Person.id.in_(ids), *IS_HERE).order_by(Person.id)
    here = set(db.session.scalars(found.with_for_update(read=True, key_share=True)))
    return {key: match if match.person_id in here else match._replace(person_id=None, step=None)
            for key, match in matches.items()}  # fmt: skip


def outlook(session: Any, reading: Reading, matches: dict[str, Match], room: ClassRoom) -> Outlook:
    """What a report would do now, beside all that was taken in before."""
    return look(reading, matches, known=known(session), stays=known_stays(session), trainers=room.trainers)


def fates(report: Any) -> dict[str, int]:
    """fate → lines of a confirmed report."""
    found = select(Stay.fate, func.count()).where(Stay.report_id == report.id).group_by(Stay.fate)
    return dict(db.session.execute(found).all())


def refused(report: Any) -> list[Stay]:
    """The lines of a confirmed report that count for nothing because they could not be understood."""
    found = select(Stay).where(Stay.report_id == report.id, Stay.fate == Fate.REFUSED)
    return list(db.session.scalars(found.order_by(Stay.line, Stay.id)))


def counts(session: Any) -> dict[str, int]:
    """state → names seen in a session: matched, open, guest."""
    found = select(Participant.state, func.count()).where(Participant.session_id == session.id, ~GONE)
    return {"matched": 0, "open": 0, "guest": 0} | dict(db.session.execute(found.group_by(Participant.state)).all())


def entries(session: Any, state: str, *, after: int = 0) -> list[Entry]:
    """Names of one state in the order in which they came, from after an id on; one more than a page holds."""
    found = select(Participant, Person).outerjoin(Person, Person.id == Participant.person_id)
    found = found.where(Participant.session_id == session.id, Participant.state == state, Participant.id > after, ~GONE)
    rows = db.session.execute(found.order_by(Participant.id).limit(PAGE + 1)).all()
    return _with_stays(rows)


def entry(face: Face) -> Entry:
    """The same of one."""
    return _with_stays([(face.participant, face.person)])[0]


def _with_stays(rows: Any) -> list[Entry]:
    ids = [participant.id for participant, _person in rows]
    stays: dict[int, list[Stay]] = defaultdict(list)
    mine = select(Stay).where(Stay.participant_id.in_(ids), Stay.fate == Fate.STAY)
    for stay in db.session.scalars(mine.order_by(Stay.joined_at, Stay.id)):
        stays[stay.participant_id].append(stay)
    claimed: dict[int, list[Person]] = defaultdict(list)
    says = select(Claim.participant_id, Person).join(Person, Person.id == Claim.person_id)
    says = says.where(Claim.participant_id.in_(ids), Claim.state == "open").order_by(Claim.id)
    for number, person in db.session.execute(says):
        claimed[number].append(person)
    return [Entry(one, person, stays[one.id], claimed[one.id]) for one, person in rows]


def decisions(session: Any, person_ids: Iterable[int]) -> dict[int, Decision]:
    """person id → how they stand, so that namesakes can be told apart."""
    found = select(Decision).where(Decision.session_id == session.id, Decision.person_id.in_(list(person_ids)))
    return {row.person_id: row for row in db.session.scalars(found)}


def unwritten(session: Any, participant_ids: Collection[int] | None = None) -> list[tuple[Stay, int, Report]]:
    """(stay, person, report) of recognised people's stays for which no evidence stands; of these people, or of all."""
    later = aliased(Evidence)
    newer = exists().where(later.stay_id == Evidence.stay_id, later.person_id == Evidence.person_id,
                           later.id > Evidence.id)  # fmt: skip
    stands = exists().where(
        Evidence.stay_id == Stay.id, Evidence.person_id == Participant.person_id, Evidence.value.is_(None), ~newer
    )
    found = (
        select(Stay, Participant.person_id, Report)
        .join(Participant, Participant.id == Stay.participant_id)
        .join(Report, Report.id == Stay.report_id)
        .where(Participant.session_id == session.id, Participant.state == "matched", Stay.fate == Fate.STAY, ~stands)
    )
    if participant_ids is not None:
        found = found.where(Participant.id.in_(list(participant_ids)))
    return [tuple(row) for row in db.session.execute(found.order_by(Stay.id))]


def standing(*which: Any) -> list[Evidence]:
    """The evidence that stands from the stays of which this is so."""
    later = aliased(Evidence)
    newer = exists().where(and_(later.stay_id == Evidence.stay_id, later.person_id == Evidence.person_id,
                                later.id > Evidence.id))  # fmt: skip
    stays = select(Stay.id).where(*which)
    found = select(Evidence).where(Evidence.stay_id.in_(stays), Evidence.value.is_(None), ~newer)
    return list(db.session.scalars(found.order_by(Evidence.id)))


def counting(report: Any) -> dict[str, int]:
    """key → participant of the stays that count by a report."""
    found = select(Stay.key, Stay.participant_id).where(Stay.report_id == report.id, Stay.fate == Fate.STAY)
    return {key: number for key, number in db.session.execute(found)}


def repeated(session: Any) -> list[tuple[int, str]]:
    """(stay, the key it would have) of lines that said again what counts already, in reports that count."""
    found = (
        select(Stay.id, Participant.key, Stay.joined_at, Stay.left_at, Stay.seconds, Report.platform, Report.from_at)
        .join(Participant, Participant.id == Stay.participant_id)
        .join(Report, Report.id == Stay.report_id)
        .where(Report.session_id == session.id, Report.state == "confirmed", Stay.fate == Fate.REPEATED)
    )
    return [
        (number, rules.stay_key(*told, platform=platform, began=began))
        for number, *told, platform, began in db.session.execute(found.order_by(Stay.id))
    ]


def people_with_traces(session: Any) -> list[int]:
    """Everybody about whom there is evidence in a session."""
    return sorted(db.session.scalars(select(Evidence.person_id).where(Evidence.session_id == session.id).distinct()))


def old_drafts(before: datetime) -> list[Report]:
    """Reports that nobody confirmed."""
    return list(db.session.scalars(select(Report).where(Report.state == "read", Report.at < before).limit(100)))
