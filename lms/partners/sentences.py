"""Kinds and uses, in words."""

from lms.core.words import Lazy, _l
from lms.partners.rules import Kind, Use

KINDS: dict[Kind, Lazy] = {
    Kind.STATE: _l("State agency"),
    Kind.SOCIAL: _l("Social organisation"),
    Kind.PLATFORM: _l("Platform"),
    Kind.SCHOOL: _l("School"),
}

USES: dict[Use, Lazy] = {
    Use.POSTER: _l("Poster or leaflet"),
    Use.LIVESTREAM: _l("Livestream"),
    Use.SCHOOL: _l("In a school or club"),
    Use.MESSAGE: _l("Message or post"),
    Use.OTHER: _l("Something else"),
}
