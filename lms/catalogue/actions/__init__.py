"""Changes of the catalogue: `shipping` (what comes with the program), `reading` (what readers do)."""

from lms.catalogue.actions.notes import keep_note
from lms.catalogue.actions.reading import mark_read
from lms.catalogue.actions.shipping import CURRICULUM, LOADED, load

__all__ = ["CURRICULUM", "LOADED", "keep_note", "load", "mark_read"]
