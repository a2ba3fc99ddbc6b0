"""Rules about consents given later and questions asked later: what they are, and when one is due. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from lms.core.errors import RuleBroken
from lms.core.words import Lazy, _l
from lms.people.rules import Purpose, day_of


class Card(StrEnum):
    """One question asked later, in the order of asking."""

    GENDER = "gender"
    COMMUNE = "commune"
    ETHNICITY = "ethnicity"
    DISABILITY = "disability"


class CardState(StrEnum):
    """What became of a card. Without a row it was not asked yet."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    DEFERRED = "deferred"


#: Cards of sensitive data, each with its own consent. A child is never asked: only a guardian could agree.
SENSITIVE = {Card.ETHNICITY: Purpose.ETHNICITY, Card.DISABILITY: Purpose.DISABILITY}
#: "Later" asks again after this long.
ASK_AGAIN = timedelta(days=30)

#: Consents given and withdrawn under one's own account, in the order of the page.
PURPOSES = (Purpose.LEARNING, Purpose.SHARING, Purpose.STORIES, Purpose.NEWS)
#: What only a guardian can give for a child.
GUARDIAN_GIVES = (Purpose.LEARNING, Purpose.STORIES)


class GuardianDecides(RuleBroken):
    """Under 16: a parent or guardian gives this consent."""

    sentence = _l("Only your parent or guardian can agree to this for you. You can show them the link on your page")


class UnknownPurpose(RuleBroken):
    """No consent of ours."""

    sentence = _l("This consent does not exist. Choose one from the page")


class ConsentMissing(RuleBroken):
    """A sensitive answer without the tick beside it."""

    sentence = _l("Tick the box so that we may keep your answer, or choose “Rather not say”")


def check_gives(purpose: Purpose, *, is_child: bool) -> None:
    """Refuses a child's own consent where a guardian decides, and what is only given with an answer.

    A child's agreement to learning is noted all the same.
    """
    if purpose not in PURPOSES:
        raise UnknownPurpose()
    if is_child and purpose in GUARDIAN_GIVES and purpose != Purpose.LEARNING:
        raise GuardianDecides()


class Asked(NamedTuple):
    """How a card stands."""

    state: CardState
    at: datetime


def cards_for(*, is_child: bool) -> list[Card]:
    """The cards a person may be asked."""
    return [card for card in Card if not (is_child and card in SENSITIVE)]


def next_card(
    asked: Mapping[Card, Asked], known: Collection[Card], *, since: datetime, is_child: bool, at: datetime
) -> Card | None:
    """The card for today, if any. `asked`: how cards stand; `known`: what we know from elsewhere; `since`: sign-up.

    None on the day of signing up, and none on a day on which one was dealt with already.
    """
    today = day_of(at)
    if day_of(since) >= today:
        return None
    if any(day_of(found.at) == today and found.state != CardState.ASKED for found in asked.values()):
        return None
    return next(
        (card for card in cards_for(is_child=is_child) if card not in known and is_due(asked.get(card), at)), None
    )


def is_due(found: Asked | None, at: datetime) -> bool:
    """Whether a card is to be asked (again)."""
    if found is None or found.state == CardState.ASKED:
        return True
    return found.state == CardState.DEFERRED and at - found.at >= ASK_AGAIN


class Difficulty(StrEnum):
    """The four answers of the Washington Group Short Set."""

    NONE = "none"
    SOME = "some"
    MUCH = "much"
    CANNOT = "cannot"


#: Washington Group Short Set on Functioning: six questions, in the order of the standard.
FUNCTIONS: dict[str, Lazy] = {
    "seeing": _l("Do you have difficulty seeing, even when wearing glasses?"),
    "hearing": _l("Do you have difficulty hearing, even when using a hearing aid?"),
    "walking": _l("Do you have difficulty walking or climbing steps?"),
    "remembering": _l("Do you have difficulty remembering or concentrating?"),
    "caring": _l("Do you have difficulty with self-care, such as washing all over or dressing?"),
    "communicating": _l(
        "Using your usual language, do you have difficulty communicating, for example understanding or being "
        "understood?"
    ),
}
DIFFICULTIES = {
    Difficulty.NONE: _l("No difficulty"),
    Difficulty.SOME: _l("Some difficulty"),
    Difficulty.MUCH: _l("A lot of difficulty"),
    Difficulty.CANNOT: _l("Cannot do it at all"),
}


def has_disability(answers: Collection[Difficulty]) -> bool:
    """The recommended cut-off: "a lot of difficulty" or "cannot do at all" in one question at least.

    Only this yes or no is kept: figures need no more, and the six answers are health data.
    """
    return any(answer in (Difficulty.MUCH, Difficulty.CANNOT) for answer in answers)


#: The 54 ethnic groups of Vietnam by the code of the statistics office (Decision 121-TCTK/PPCĐ 1979), with foreigners.
ETHNIC_GROUPS = {
    f"{code:02}": name
    for code, name in enumerate(
        (
            "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Mường", "Nùng", "Mông", "Dao", "Gia-rai", "Ngái", "Ê-đê",
            "Ba-na", "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra-glai", "Xtiêng",
            "Bru - Vân Kiều", "Thổ", "Giáy", "Cơ-tu", "Gié - Triêng", "Mạ", "Khơ-mú", "Co", "Tà-ôi", "Chơ-ro",
            "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru", "Lào", "La Chí", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô",
            "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y", "Si La", "Pu Péo", "Brâu", "Ơ Đu", "Rơ-măm",
        ),
        start=1,
    )
}  # fmt: skip
FOREIGN, ANOTHER = "55", "other"
