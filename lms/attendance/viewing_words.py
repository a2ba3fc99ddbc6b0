"""Figures of broadcasts in words that nobody takes for people."""

from typing import Any

from lms.attendance.rules.viewings import Measure, Platform
from lms.core.screens import number
from lms.core.words import _l, gettext, ngettext

PLATFORMS = {
    Platform.TIKTOK: "TikTok",
    Platform.YOUTUBE: "YouTube",
    Platform.FACEBOOK: "Facebook",
    Platform.ZALO: "Zalo",
    Platform.ZOOM: _l("Zoom webinar"),
    Platform.OTHER: _l("Another platform"),
}
MEASURES = {
    Measure.VIEWS: _l("Views: how often it was opened"),
    Measure.PEAK: _l("Peak: most screens at the same time"),
    Measure.VIEWERS: _l("Viewers, as the platform estimates them"),
}


def platform(viewing: Any) -> str:
    """Where it was."""
    return str(PLATFORMS[Platform(viewing.platform)])


def figure(viewing: Any) -> str:
    """1.240 lượt xem trên TikTok"""
    values = {"figure": number(viewing.figure), "platform": platform(viewing)}
    if viewing.measure == Measure.VIEWS:
        return ngettext("%(figure)s view on %(platform)s", "%(figure)s views on %(platform)s", viewing.figure, **values)
    if viewing.measure == Measure.PEAK:
        return gettext("%(figure)s screens at most at the same time on %(platform)s", **values)
    return gettext("Estimated: %(figure)s viewers on %(platform)s", **values)


def line(viewing: Any) -> str:
    """The same, with whose figure it is."""
    return gettext("%(figure)s (the platform's figure)", figure=figure(viewing))
