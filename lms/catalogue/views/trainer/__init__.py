"""The trainer's pages: writing and arranging lessons."""

from lms.catalogue.views.trainer import arranging, lessons, making, packing, past, placing, writing
from lms.catalogue.views.trainer.pages import pages

__all__ = ["arranging", "lessons", "making", "packing", "pages", "past", "placing", "writing"]
