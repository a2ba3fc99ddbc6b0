"""A poster on A4: what, when, the QR code, the short address, whose it is. Words in, PDF out.

Dark on white, so that any printer does. Every text fits: it is set smaller, then broken, and at last cut.
"""

import io
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from lms.core.screens import dated, weekday
from lms.core.words import _

FONTS = Path(__file__).resolve().parents[2] / "content" / "fonts"
BOLD, PLAIN = "NotoSans-Bold", "NotoSans-Regular"
WIDTH, HEIGHT = A4
EDGE = 18 * mm
INSIDE = WIDTH - 2 * EDGE
INK = "#16224f"
#: Height of a line, in sizes of the type: Vietnamese capitals carry two marks.
LEADING = 1.28
#: ISO weekdays are counted from it.
A_SUNDAY = date(2026, 11, 22)


class Words(NamedTuple):
    """What stands on it, already in the language of whoever prints it."""

    kick: str
    title: str
    #: "Thứ Năm hằng tuần" and "19:30 – 21:00"; empty where the link leads to all classes.
    days: str
    hours: str
    #: A quiet line under them.
    more: str
    #: Three steps, beside the QR code.
    steps: list[str]
    #: Before the short address.
    instead: str
    #: Where the QR code leads, and the same without `https://`.
    address: str
    partner: str
    centre: str


def words_of(series: Any, partner: str, address: str, today: date) -> Words:
    """The poster of a class, or of all classes where `series` is None, in the language being spoken.

    It says no day that is past: a poster hangs for weeks, and one may join late.
    """
    shared = {
        "kick": _("Free live classes online"),
        "instead": _("No camera? Open this address in the browser:"),
        "address": address,
        "partner": partner,
        "centre": _(
            "Cùng Học is the free learning programme of the Vietnam Youth Startup Support Center, with TikTok Vietnam "
            "and Nhan Dan Newspaper."
        ),
    }
    steps = [_("Open the camera and scan this code"), _("Tap “Join this class” and keep a seat")]
    if series is None:
        title = _("Learn something new on your phone, every week")
        more = _("Personal branding, online shops, short content and livestreams, first steps with AI.")
        return Words(title=title, days="", hours="", more=more, steps=[steps[0], _("Choose a class")], **shared)
    steps.append(_("On the evening, come in with one tap"))
    more = _("On a phone or a computer. It costs nothing, and you can join at any time.")
    if series.first_date > today:
        more = _("From %(day)s, on a phone or a computer. It costs nothing.", day=dated(series.first_date))
    return Words(title=series.title, days=_days(series), hours=_hours(series), more=more, steps=steps, **shared)


def _days(series: Any) -> str:
    """Thứ Ba, Thứ Năm hằng tuần"""
    days = ", ".join(weekday(A_SUNDAY + timedelta(days=number)) for number in series.weekdays)
    return _("Every %(days)s", days=days)


def _hours(series: Any) -> str:
    begins = datetime.combine(series.first_date, series.starts_local)
    return f"{begins:%H:%M} – {begins + timedelta(minutes=series.minutes):%H:%M}"


class Text(NamedTuple):
    """Text set in a box: its size in points and its lines."""

    size: float
    lines: list[str]

    @property
    def height(self) -> float:
        """In points."""
        return len(self.lines) * self.size * LEADING


@cache
def _fonts() -> dict[str, TTFont]:
    fonts = {name: TTFont(name, str(FONTS / f"{name}.ttf")) for name in (BOLD, PLAIN)}
    for font in fonts.values():
        registerFont(font)
    return fonts


def _known(text: str, font: str) -> str:
    """Without the signs that the font does not have: an empty box says nothing."""
    glyphs = _fonts()[font].face.charToGlyph
    return " ".join("".join(sign for sign in text if ord(sign) in glyphs).split())


def fit(text: str, font: str, most: float, least: float, width: float, height: float) -> Text:
    """Text as large as a box allows, from `most` down to `least` points; what is too long even then ends with …"""
    words, size = _known(text, font).split(), most
    while size > least and not _fits(words, font, size, width, height):
        size -= 1
    lines, room = _wrapped(words, font, size, width), max(1, _room(size, height))
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[room - 1].rstrip()[:-1].rstrip() + "…"]
    return Text(size, lines)


def _room(size: float, height: float) -> int:
    return int(height // (size * LEADING))


def _fits(words: list[str], font: str, size: float, width: float, height: float) -> bool:
    """Whether it goes in without a word being broken."""
    broken = any(stringWidth(word, font, size) > width for word in words)
    return not broken and len(_wrapped(words, font, size, width)) <= _room(size, height)


def _wrapped(words: list[str], font: str, size: float, width: float) -> list[str]:
    lines = [""]
    for word in words:
        for number, piece in enumerate(_pieces(word, font, size, width)):
            longer = f"{lines[-1]} {piece}" if lines[-1] else piece
            if number == 0 and stringWidth(longer, font, size) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return [line for line in lines if line]


def _pieces(word: str, font: str, size: float, width: float) -> list[str]:
    """A word in parts that fit a line; one part, but for addresses and the like."""
    pieces = [""]
    for sign in word:
        if pieces[-1] and stringWidth(pieces[-1] + sign, font, size) > width:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def draw(words: Words) -> bytes:
    """The poster. The same words give the same bytes."""
    _fonts()
    body = io.BytesIO()
    sheet = Canvas(body, pagesize=A4, invariant=1)
    sheet.setTitle(words.title)
    sheet.setAuthor("Cùng Học")
    sheet.setFillColor(INK)
    sheet.setStrokeColor(INK)
    _head(sheet, words)
    _what(sheet, words)
    _how(sheet, words)
    _foot(sheet, words)
    sheet.showPage()
    sheet.save()
    return body.getvalue()


def _put(sheet: Canvas, font: str, text: Text, left: float, top: float) -> float:
    """Lines of text from `top` down; answers where they end."""
    sheet.setFont(font, text.size)
    for number, line in enumerate(text.lines):
        sheet.drawString(left, top - (number + 0.86) * text.size * LEADING + 0.06 * text.size, line)
    return top - text.height


def _head(sheet: Canvas, words: Words) -> None:
    """The cloth: a dark band with a woven edge."""
    band = HEIGHT - 27 * mm
    sheet.rect(0, band, WIDTH, 27 * mm, stroke=0, fill=1)
    step = WIDTH / 48
    for number in range(48):
        left = number * step
        _triangle(sheet, left, band, step, -4.2 * mm)
        _triangle(sheet, left + step / 2, band - 5.6 * mm, step / 2, -2 * mm)
    sheet.setFillColor("#ffffff")
    sheet.setFont(BOLD, 25)
    sheet.drawString(EDGE, band + 9 * mm, "Cùng Học")
    kick = fit(words.kick, PLAIN, 15, 9, INSIDE - 60 * mm, 8 * mm)
    sheet.setFont(PLAIN, kick.size)
    sheet.drawRightString(WIDTH - EDGE, band + 9.6 * mm, kick.lines[0] if kick.lines else "")
    sheet.setFillColor(INK)


def _triangle(sheet: Canvas, left: float, top: float, wide: float, tall: float) -> None:
    path = sheet.beginPath()
    path.moveTo(left, top)
    path.lineTo(left + wide, top)
    path.lineTo(left + wide / 2, top + tall)
    path.close()
    sheet.drawPath(path, stroke=0, fill=1)


def _what(sheet: Canvas, words: Words) -> None:
    """The title, then the day and the hour, which are what has to be remembered."""
    title = fit(words.title, BOLD, 46 if words.days else 58, 20, INSIDE, (56 if words.days else 80) * mm)
    top = _put(sheet, BOLD, title, EDGE, HEIGHT - 43 * mm) - 5 * mm
    if words.days:
        top = _put(sheet, PLAIN, fit(words.days, PLAIN, 24, 13, INSIDE, 11 * mm), EDGE, top)
        top = _put(sheet, BOLD, fit(words.hours, BOLD, 38, 24, INSIDE, 18 * mm), EDGE, top) - 1 * mm
    _put(sheet, PLAIN, fit(words.more, PLAIN, 15, 11, INSIDE, 14 * mm), EDGE, top)


def _how(sheet: Canvas, words: Words) -> None:
    """The QR code in a frame, the steps beside it, the address under both."""
    size, low = 80 * mm, 65 * mm
    sheet.setLineWidth(2.4)
    sheet.roundRect(EDGE, low, size, size, 4 * mm, stroke=1, fill=0)
    _qr(sheet, words.address, EDGE, low, size)
    left, top = EDGE + size + 12 * mm, low + size - 2 * mm
    for number, step in enumerate(words.steps, 1):
        sheet.circle(left + 5 * mm, top - 6 * mm, 5 * mm, stroke=0, fill=1)
        sheet.setFillColor("#ffffff")
        sheet.setFont(BOLD, 15)
        sheet.drawCentredString(left + 5 * mm, top - 7.9 * mm, str(number))
        sheet.setFillColor(INK)
        said = fit(step, BOLD, 17, 11, WIDTH - EDGE - left - 15 * mm, 26 * mm)
        top = min(_put(sheet, BOLD, said, left + 15 * mm, top - 1.4 * mm), top - 12 * mm) - 7 * mm
    _put(sheet, PLAIN, Text(13, [_known(words.instead, PLAIN)]), EDGE, low - 7 * mm)
    short = words.address.partition("://")[2]
    _put(sheet, BOLD, fit(short, BOLD, 27, 14, INSIDE, 13 * mm), EDGE, low - 13 * mm)


def _qr(sheet: Canvas, address: str, left: float, low: float, size: float) -> None:
    """As squares, with a quiet zone of four modules (ISO/IEC 18004), high correction, for paper gets dirty."""
    matrix = segno.make_qr(address, error="q").matrix
    module = size / (len(matrix) + 8)
    for row, cells in enumerate(matrix):
        for column, dark in enumerate(cells):
            if dark:
                at = (left + (column + 4) * module, low + size - (row + 5) * module)
                sheet.rect(*at, module * 1.01, module * 1.01, stroke=0, fill=1)


def _foot(sheet: Canvas, words: Words) -> None:
    """Who invites."""
    sheet.setLineWidth(1)
    sheet.line(EDGE, 37 * mm, WIDTH - EDGE, 37 * mm)
    top = _put(sheet, BOLD, fit(words.partner, BOLD, 15, 9, INSIDE, 14 * mm), EDGE, 34 * mm)
    _put(sheet, PLAIN, fit(words.centre, PLAIN, 11, 8, INSIDE, 11 * mm), EDGE, min(top, 27 * mm) - 1.5 * mm)
