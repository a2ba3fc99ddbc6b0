"""The trainer's pages: writing and arranging lessons."""

from lms.catalogue.views.trainer import lessons
from lms.catalogue.views.trainer.pages import pages

__all__ = ["lessons", "pages"]
