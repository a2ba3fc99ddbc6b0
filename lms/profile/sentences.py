"""What consents and cards are called, and what they mean, in words."""

from lms.core.words import _l
from lms.people.rules import Gender, Purpose
from lms.profile.rules.cards import ANOTHER, ETHNIC_GROUPS, FOREIGN, Card

PURPOSES = {
    Purpose.LEARNING: _l("Learning"),
    Purpose.SHARING: _l("Sharing results with partners"),
    Purpose.STORIES: _l("Pictures and stories"),
    Purpose.NEWS: _l("News"),
    Purpose.ETHNICITY: _l("Ethnic group"),
    Purpose.DISABILITY: _l("Disability"),
}
MEANS = {
    Purpose.LEARNING: _l(
        "The details above are your name, phone or e-mail, birth year and province. Classes, results and "
        "certificates need this consent."
    ),
    Purpose.SHARING: _l(
        "Partners of the programme may then see what you completed, with your name. Otherwise they see figures only."
    ),
    Purpose.STORIES: _l("We still ask you each time before anything of you is shown."),
    Purpose.NEWS: _l("Letters about classes you joined come in any case."),
    Purpose.ETHNICITY: _l("Nobody on the team sees your answer; it counts in figures only."),
    Purpose.DISABILITY: _l("Nobody on the team sees your answer; it counts in figures only."),
}
WAYS = {
    "sign-up": _l("when signing up"),
    "claim": _l("when accepting an invitation"),
    "settings": _l("on this page"),
    "card": _l("with the answer"),
    "guardian": _l("by a parent or guardian"),
    "demo": _l("for the demonstration"),
}
QUESTIONS = {
    Card.GENDER: _l("What is your gender?"),
    Card.COMMUNE: _l("Which commune or ward do you live in?"),
    Card.ETHNICITY: _l("Which ethnic group do you belong to?"),
    Card.DISABILITY: _l("Six questions about everyday life"),
}
CARDS = {
    Card.GENDER: _l("Gender"),
    Card.COMMUNE: _l("Commune or ward"),
    Card.ETHNICITY: _l("Ethnic group"),
    Card.DISABILITY: _l("Disability"),
}
WHY = {
    Card.GENDER: _l("So that we see whether classes reach women and men alike."),
    Card.COMMUNE: _l("So that we see which communes classes do not reach yet."),
    Card.ETHNICITY: _l("So that we see whether classes reach every ethnic group."),
    Card.DISABILITY: _l("So that we see whether classes are open to people with disabilities."),
}
GENDERS = {Gender.FEMALE: _l("Female"), Gender.MALE: _l("Male"), Gender.OTHER: _l("Other")}
MISSING = {
    "seeing": _l("Seeing: choose one of the four answers"),
    "hearing": _l("Hearing: choose one of the four answers"),
    "walking": _l("Walking: choose one of the four answers"),
    "remembering": _l("Remembering: choose one of the four answers"),
    "caring": _l("Self-care: choose one of the four answers"),
    "communicating": _l("Communicating: choose one of the four answers"),
}
STATES = {
    "asked": _l("Not answered yet"),
    "deferred": _l("Not answered yet"),
    "refused": _l("You would rather not say"),
}
YES_NO = {"yes": _l("Yes"), "no": _l("No")}
OTHER_GROUPS = {ANOTHER: _l("Another group"), FOREIGN: _l("Foreign citizen")}


def answer(card: Card, value: str) -> str:
    """An answer as it is kept, in words; of a commune, its name."""
    return str({**GENDERS, **ETHNIC_GROUPS, **OTHER_GROUPS, **YES_NO}.get(value, value))
