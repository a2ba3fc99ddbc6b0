"""Errors that speak: a broken rule carries the sentence the person reads."""

from typing import Any

from lms.core.words import gettext


class RuleBroken(Exception):
    """A rule of the house said no.

    Subclasses set `sentence`, an English message (marked with `_l`) with `%(name)s` places for the
    values given to the constructor. It is translated when it is shown, not when it is raised.
    """

    sentence: Any = ""

    def __init__(self, **values: Any) -> None:
        super().__init__(type(self).__name__)
        self.values = values

    def __str__(self) -> str:
        return gettext(str(getattr(self.sentence, "msgid", self.sentence)), **self.values)
