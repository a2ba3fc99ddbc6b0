"""Names of things that are kept as codes, in words."""

from lms.catalogue.rules import Kind
from lms.core.words import Lazy, _l

#: What a kept text is, in the history.
KINDS: dict[str, Lazy] = {
    Kind.PUBLISHED: _l("Published"),
    Kind.SHIPPED: _l("Offered by the programme"),
    Kind.TAKEN: _l("Offered by the programme, taken over as a draft"),
    Kind.LEFT: _l("Offered by the programme, left"),
    Kind.ASIDE: _l("A draft put aside"),
}
