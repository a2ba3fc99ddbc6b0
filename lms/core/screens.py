"""What every template may use: words, dates as Vietnam writes them, numbers, and the same `may` as the views."""

from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal
from flask import Flask, Request, current_app, g, request
from flask.sessions import SecureCookieSessionInterface
from flask.templating import Environment
from jinja2 import pass_eval_context
from markupsafe import Markup

from lms.core import access, clock
from lms.core.permissions import Can
from lms.core.text import given_name, masked, national
from lms.core.words import language, speak, unfilled, unfilled_in, unfilled_plural

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


class Templates(Environment):
    """Jinja without a ChainMap for each template: ours have no globals of their own, and a dict is quick."""

    def make_globals(self, given: Any) -> Any:
        """The globals of a template."""
        return super().make_globals(given) if given else self.globals


class Notes(SecureCookieSessionInterface):
    """Flask's session, which holds only what is flashed: most requests bring none, and need no signer."""

    def open_session(self, app: Flask, request: Request) -> Any:
        """The session of a request."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def install(app: Flask) -> None:
    """Prepare Jinja and choose the language of each request."""
    app.before_request(choose_language)
    app.session_interface = Notes()
    app.jinja_environment = Templates
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(unfilled, unfilled_plural, newstyle=True, pgettext=unfilled_in)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        clock=hour,
        day=day,
        day_long=day_long,
        dated=dated,
        day_month=day_month,
        when=when,
        span=span,
        number=number,
        percent=percent,
        given=given_name,
        national=national,
        masked=masked,
        ago=ago,
        weekday=weekday,
    )
    app.jinja_env.globals.update(
        _=said,
        ngettext=said_of,
        Can=Can,
        may=access.may,
        me=access.me,
        title_of=title_of,
        still=still,
        language=language,
        at=request_time,
        demo=app.config["DEMO"],
        contact=app.config["CONTACT"],
    )


def still(part: Any) -> Markup:
    """What a macro without arguments prints, kept: for parts that are the same for everybody on a page."""
    shelf = current_app.extensions.setdefault("still", {})
    address = (part.name, language(), request.endpoint, request.script_root)
    if address not in shelf:
        shelf[address] = part()
    return shelf[address]


@pass_eval_context
def said(context: Any, message: str, /, **values: Any) -> str:
    """`message` in the language being spoken, its places filled and, in a page, escaped."""
    return _filled(context, unfilled(message), values)


@pass_eval_context
def said_of(context: Any, single: str, plural: str, n: int, /, **values: Any) -> str:
    """As `said`, by number."""
    return _filled(context, unfilled_plural(single, plural, n), {"num": n, **values})


def _filled(context: Any, text: str, values: dict[str, Any]) -> str:
    if context.autoescape:
        text = Markup(text)
    return text % values if values or "%" in text else text


def choose_language() -> None:
    """The language the visitor picked; the signed-in person's own comes with the sign-in."""
    speak(request.cookies.get("lang"))


def request_time() -> datetime:
    """The instant this page is about; one per request."""
    if "at" not in g:
        g.at = clock.now()
    return g.at


def _date(moment: date | datetime) -> date:
    return clock.local(moment).date() if isinstance(moment, datetime) else moment


def hour(moment: datetime) -> str:
    """19:30"""
    return f"{clock.local(moment):%H:%M}"


def day(moment: date | datetime) -> str:
    """Thứ Năm 26/11 · Thu 26 Nov"""
    on = _date(moment)
    if language() == "en":
        return format_date(on, "EEE d MMM", locale="en")
    return f"{_WEEKDAYS[on.weekday()]} {on.day}/{on.month}"


def weekday(moment: date | datetime) -> str:
    """Thứ Năm · Thursday"""
    on = _date(moment)
    return format_date(on, "EEEE", locale="en") if language() == "en" else _WEEKDAYS[on.weekday()]


def day_long(moment: date | datetime) -> str:
    """Thứ Năm, 26 tháng 11 · Thursday, 26 November"""
    on = _date(moment)
    if language() == "en":
        return format_date(on, "EEEE, d MMMM", locale="en")
    return f"{_WEEKDAYS[on.weekday()]}, {on.day} tháng {on.month}"


def day_month(moment: date | datetime) -> str:
    """26/11 · 26 Nov: beside a day of the week"""
    on = _date(moment)
    return format_date(on, "d MMM", locale="en") if language() == "en" else f"{on.day}/{on.month}"


def dated(moment: date | datetime) -> str:
    """26/11/2026 · 26 Nov 2026: a day of another year, too"""
    on = _date(moment)
    return format_date(on, "d MMM yyyy", locale="en") if language() == "en" else f"{on.day}/{on.month}/{on.year}"


def when(moment: datetime) -> str:
    """Thứ Năm 26/11, 19:30"""
    return f"{day(moment)}, {hour(moment)}"


def span(thing: Any) -> str:
    """19:30 – 21:00, of anything with starts_at and ends_at"""
    return f"{hour(thing.starts_at)} – {hour(thing.ends_at)}"


def ago(moment: datetime) -> str:
    """5 phút trước · 5 minutes ago"""
    return format_timedelta(moment - request_time(), add_direction=True, locale=language())


def number(value: float | None) -> str:
    """1.284.310 · 1,284,310"""
    return "–" if value is None else format_decimal(value, locale=language())


def percent(part: float, whole: float) -> str:
    """`part` of `whole`, rounded down: 79.7 never reads 80, and what is there never reads 0."""
    if not whole:
        return "–"
    rounded = int(part * 100 // whole)
    return "< 1 %" if rounded == 0 and part > 0 else f"{number(rounded)} %"


def title_of(thing: Any) -> str:
    """The title in the language being spoken."""
    return thing.title_en if language() == "en" else thing.title_vi
