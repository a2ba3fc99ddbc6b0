"""Texts in the formats of other systems, to Markdown and to plain text as our bank holds them. Pure.

What looks like a mark but is none is escaped, so that a text reads as it stood; scripts and styles vanish.
"""

import re
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

from lms.quizzes.formats import refusals

_TAGS = {"p", "div", "br", "b", "strong", "i", "em", "code", "a", "img", "ul", "ol", "li", "tr", "td", "th", "table"}
_TAGS |= {"tbody", "thead", "pre", "blockquote", *(f"h{level}" for level in range(1, 7))}
_LOOKS_LIKE_HTML = re.compile(r"</?(?:p|br|b|strong|i|em|u|span|div|ul|ol|li|sub|sup|code|a|img|table)\b[^<>]*>", re.I)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_APART = {"p", "div", "ul", "ol", "table", "pre", "blockquote", *(f"h{level}" for level in range(1, 7))}
_SPECIAL = re.compile(r"[\\`*_\[\]<>#+\-=|~&!]")
_NUMBERED = re.compile(r"(\d+)([.)])")
#: Up to this many lines in a text, characters in a line and signs in it, it is tried whether it needs escapes at all;
#: beyond it gets them anyway, for trying takes time, in lines of marks alone by the square of their length.
LINES, LONG, SIGNS = 20, 500, 12
#: Levels of tags inside each other, those left out that HTML closes by itself; undoing them takes time by the square.
DEEPEST = 50
_LEVEL = re.compile(r"<(/?)(?!(?:p|li|td|th|tr|br|img|hr|col|wbr|input)\b)[a-z][a-z0-9]*", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def signs(text: str) -> int:
    """How many lines and signs there are in a text over which trying takes time."""
    return text.count("\n") + len(_SPECIAL.findall(text))


def as_markdown(text: str, text_format: str, *, tried: bool = True) -> str:
    """The text as Markdown; with all escapes where it may not be `tried` which it needs."""
    if text_format == "markdown":
        return text
    if text_format == "html":
        return _converted(text, marks=True, tried=tried)
    if text_format == "moodle" and _LOOKS_LIKE_HTML.search(text):
        return _converted(text.replace("\n", "<br>"), marks=True, tried=tried)
    paragraphs = [paragraph.split("\n") for paragraph in re.split(r"\n\s*\n", text)]
    tried = tried and text.count("\n") < LINES
    return "\n\n".join("\\\n".join(_literal(line, tried=tried) for line in lines) for lines in paragraphs)


def as_plain(text: str, text_format: str) -> str:
    """The words of a text without marks; Markdown stays as it is typed."""
    if text_format == "html" or (text_format == "moodle" and _LOOKS_LIKE_HTML.search(text)):
        return _converted(text, marks=False)
    return text


def _literal(line: str, *, tried: bool = True) -> str:
    """A line as Markdown that reads as the line; without escapes where it reads so anyway, if that may be `tried`."""
    line = line.strip()
    if not _NUMBERED.match(line) and not _SPECIAL.search(line):
        return line
    few = len(line) <= LONG and len(_SPECIAL.findall(line)) <= SIGNS
    if tried and few and not line.startswith(("=", "-", "|", ":")) and _reads_as_it_stands(line):
        return line
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", line), count=1)


def _reads_as_it_stands(line: str) -> bool:
    tokens = _MARKDOWN.parse(line)
    parts = [part for token in tokens for part in token.children or []]
    shape = [token.type for token in tokens] + sorted({part.type for part in parts})
    words = "".join(part.content for part in parts)
    return shape == ["paragraph_open", "inline", "paragraph_close", "text"] and words == line


def _converted(text: str, *, marks: bool, tried: bool = True) -> str:
    depth = 0
    for end in _LEVEL.finditer(text):
        depth = max(0, depth + (-1 if end[1] else 1))
        if depth > DEEPEST:
            raise refusals.TooDeep(limit=DEEPEST)
    reader = _Html(marks, tried)
    reader.feed(nh3.clean(text, tags=_TAGS, attributes={"a": {"href"}, "img": {"alt"}}, link_rel=None))
    reader.close()
    return reader.result()


class _Html(HTMLParser):
    """Clean HTML to Markdown, or to its words."""

    def __init__(self, marks: bool, tried: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.marks, self.tried, self.made = marks, tried, [""]
        self.lists: list[int | None] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A mark, a gap, or a line."""
        said = {name: value or "" for name, value in attrs}
        if tag in ("ul", "ol"):
            self.lists.append(1 if tag == "ol" else None)
        if tag in _APART:
            self._gap()
        elif tag == "br":
            self.made.append("\\\n" if self.marks and not self.lists else "\n")
        elif tag in ("li", "tr"):
            self._line(self._bullet() if tag == "li" else "")
        elif tag in ("td", "th") and self.made[-1] not in ("", "\n"):
            self.made.append(" | " if not self.marks else " \\| ")
        elif tag == "img":
            self.handle_data(said.get("alt", ""))
        elif tag == "a":
            self.links.append(said.get("href", ""))
            self._mark("[" if self._leads() else "")
        else:
            self._mark(_MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """The other end of a mark."""
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in _APART:
            self._gap()
        elif tag == "a" and self.links:
            self._mark(f"]({self.links[-1]})" if self._leads() else "")
            self.links.pop()
        else:
            self._mark(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        """Words; spaces and line ends of HTML are all one space."""
        words = re.sub(r"\s+", " ", data)
        if words.strip() or (self.made[-1] and not self.made[-1].endswith("\n")):
            self.made.append(
                _SPECIAL.sub(r"\\\g<0>", words) if self.marks and _needs(words, tried=self.tried) else words
            )

    def result(self) -> str:
        """What was made of it."""
        lines = [line.strip() for line in "".join(self.made).split("\n")]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        return text if self.marks else re.sub(r"\n+", "\n", text)

    def _mark(self, mark: str) -> None:
        if self.marks and mark:
            self.made.append(mark)

    def _leads(self) -> bool:
        return bool(re.fullmatch(r"(?:https://|mailto:)[^\s()<>\\]+", self.links[-1]))

    def _bullet(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def _gap(self) -> None:
        if "".join(self.made[-3:]).strip():
            self.made.append("\n\n")

    def _line(self, start: str) -> None:
        self.made.append(f"\n{start if self.marks else ''}")


def _needs(words: str, *, tried: bool) -> bool:
    return _literal(words, tried=tried) != words.strip()
