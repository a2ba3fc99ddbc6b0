"""What the page of a person says in words."""

from lms.core.words import Lazy, _l
from lms.people.rules import Purpose, RoleName

#: Roles by name, as a person reads them.
ROLES = {
    RoleName.TRAINER: _l("Trainer"),
    RoleName.COORDINATOR: _l("Coordinator"),
    RoleName.CARETAKER: _l("Caretaker"),
    RoleName.PARTNER: _l("Partner"),
}

#: Purpose of a consent -> what it allows. Those to sensitive data are nobody's business here.
PURPOSES: dict[str, Lazy] = {
    Purpose.LEARNING: _l("Learning"),
    Purpose.SHARING: _l("Sharing results with partners"),
    Purpose.STORIES: _l("Pictures and stories"),
    Purpose.NEWS: _l("News"),
}

#: Why somebody is paused.
PAUSED: dict[str, Lazy] = {
    "guardian": _l("Under 16: classes open when a parent or guardian has consented."),
    "withdrawn": _l("Does not agree to learning at the moment: only public lessons are open."),
}
