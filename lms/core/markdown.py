"""Markdown as trainers write it, to HTML that may stand in a page: no raw HTML, nothing from other hosts.

The text is parsed without HTML and shaped, and what comes out goes through an allow-list as well.
Pure: the same source and the same facts of its pictures always give the same bytes.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from types import MappingProxyType
from typing import Any, NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from lms.core.errors import RuleBroken
from lms.core.text import fold, nfc
from lms.core.words import _l

#: Longest source, in kB of UTF-8.
LIMIT_KB = 64
#: Tables with fewer columns fit a screen of 360 px by wrapping their words.
WIDE_FROM = 3
SLUG_LENGTH = 60
#: How an item of a checklist begins.
TASK = re.compile(r"\[([ xX])\] +")

#: What a link may lead to: a secure page, a letter, a page of ours, a place in this text.
LINK = re.compile(r"https://[^\s\\]+|mailto:[^\s\\]+|/(?:[^\s/\\][^\s\\]*)?|#[^\s\\]*", re.IGNORECASE)
#: Pictures come from our own shelf only, by their public id.
PICTURE = re.compile(r"/pictures/([a-z2-7]{13})(?:-480)?")
#: How wide a picture stands in a text: the whole screen of a phone, the measure of a text on a wide one.
SIZES = "(min-width: 48rem) 42rem, 100vw"

_CLEANER = nh3.Cleaner(
    tags={"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "code", "pre", "hr", "br"}
    | {"a", "img", "table", "thead", "tbody", "tr", "th", "td", "div", "figure", "figcaption", "span"},
    attributes={
        "a": {"href", "title"},
        "img": {"src", "alt", "width", "height", "srcset", "sizes", "data-bytes"},
        "span": {"aria-hidden"},
        "ol": {"start"},
        "th": {"scope"},
        "div": {"tabindex", "role", "aria-label"},
        **{f"h{level}": {"id"} for level in range(2, 7)},
    },
    allowed_classes={"th": {"r"}, "td": {"r"}, "div": {"scroll"}, "li": {"todo", "did"}, "span": {"size"}},
    set_tag_attribute_values={"img": {"loading": "lazy"}},
    url_schemes={"https", "mailto"},
    url_relative=lambda url: url if LINK.fullmatch(url) else None,
    link_rel="noopener noreferrer",
)


class TextTooLong(RuleBroken):
    """More text than one page should hold: `limit` in kB."""

    sentence = _l("This text is too long. Keep it under %(limit)s kB, or split it in two")


class Figure(NamedTuple):
    """What a text needs to know of a picture: its files, narrowest first, as (width, height, bytes)."""

    sizes: tuple[tuple[int, int, int], ...]


class Mention(NamedTuple):
    """A picture named in a text: `line` counts from 1; `picture` is its public id, None for one that is not ours."""

    line: int
    picture: str | None
    words: str


#: No pictures are known.
NONE: Mapping[str, Figure] = MappingProxyType({})


def kilobytes(size: int) -> int:
    """Bytes as the kB that people pay for, rounded up."""
    return -(-size // 1000)


def _plain(inline: Token) -> str:
    """The words of an inline token, without their marks."""
    return "".join(part.content for part in inline.children or [] if part.type in ("text", "code_inline"))


def _promote_bold_lines(state: StateCore) -> None:
    """A paragraph that is nothing but bold words is meant as a heading, and becomes one."""
    for opening, inline, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type != "paragraph_open" or opening.level:
            continue
        parts = [part for part in inline.children or [] if part.type != "text" or part.content]
        kinds = [part.type for part in parts]
        if kinds.count("strong_open") == 1 and (kinds[0], kinds[-1]) == ("strong_open", "strong_close"):
            inline.children = parts[1:-1]
            opening.type, closing.type = "heading_open", "heading_close"
            opening.tag = closing.tag = "h2"


def _name_headings(state: StateCore) -> None:
    """The page has its own h1, so theirs is an h2; each heading gets an id from its words."""
    taken: dict[str, int] = {}
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.tag == "h1":
            token.tag = "h2"
        if token.type == "heading_open" and state.env["prefix"] is not None:
            slug = re.sub(r"[^a-z0-9]+", "-", fold(_plain(inline)))[:SLUG_LENGTH].strip("-") or "part"
            taken[slug] = taken.get(slug, 0) + 1
            while taken[slug] > 1 and f"{slug}-{taken[slug]}" in taken:
                taken[slug] += 1
            name = slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"
            taken.setdefault(name, 1)
            token.attrSet("id", f"{state.env['prefix']}{name}")


def _keep_lines_of_quotes(state: StateCore) -> None:
    """What is quoted is a message, a caption, a script: its lines stay lines."""
    depth = 0
    for token in state.tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        for part in (token.children or []) if depth else []:
            if part.type == "softbreak":
                part.type, part.tag = "hardbreak", "br"


def _shape_tables(state: StateCore) -> None:
    """Alignment becomes a class (nothing inline), headers get a scope, wide tables a label to scroll by."""
    heads: list[str] = []
    opening = None
    for token, inline in zip(state.tokens, state.tokens[1:] + [Token("", "", 0)], strict=False):
        if token.type == "table_open":
            opening, heads = token, []
        elif token.type in ("th_open", "td_open"):
            token.attrs = {"class": "r"} if "right" in str(token.attrGet("style")) else {}
            if token.type == "th_open":
                heads.append(_plain(inline))
            if token.type == "th_open" and inline.content:
                token.attrSet("scope", "col")
            else:
                token.tag = "td"  # a corner without words heads nothing
        elif token.type == "th_close" and heads and not heads[-1]:
            token.tag = "td"
        elif token.type == "table_close" and opening and len(heads) >= WIDE_FROM:
            opening.meta = {"label": ", ".join(filter(None, heads)) or "…"}
            token.meta = {"wide": True}


def _refuse_addresses(state: StateCore) -> None:
    """A link that may not be followed leaves its words, a picture that is not ready here its description."""
    for token in state.tokens:
        kept, refused = [], False
        for part in token.children or []:
            if part.type == "link_open" and not LINK.fullmatch(str(part.attrGet("href"))):
                refused = True
            elif part.type == "link_close" and refused:
                refused = False
            elif part.type == "image" and _number(part) not in state.env["pictures"]:
                kept.append(Token("text", "", 0, content=_plain(part)))
            else:
                kept.append(part)
        token.children = kept if token.children is not None else None


def _number(image: Token) -> str | None:
    """The public id in the address of a picture, None if it is not one of ours."""
    found = PICTURE.fullmatch(str(image.attrGet("src")))
    return found and found[1]


def _set_figures(state: StateCore) -> None:
    """A paragraph of nothing but pictures becomes figures with their description and size under them."""
    for opening, inline, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type != "paragraph_open":
            continue
        parts = [
            part
            for part in inline.children or []
            if part.type != "softbreak" and (part.type, part.content) != ("text", "")
        ]
        if parts and all(part.type == "image" for part in parts):
            opening.hidden = closing.hidden = True
            inline.children = parts
            for part in parts:
                part.meta = {"figure": True}


def _mark_tasks(state: StateCore) -> None:
    """`- [ ]` is a step to do, `- [x]` one that is done: its item says so by a class, not by brackets."""
    for item, inline in zip(state.tokens, state.tokens[2:], strict=False):
        first = (
            inline.children[0]
            if item.type == "list_item_open" and inline.type == "inline" and inline.children
            else None
        )
        if first and first.type == "text" and (found := TASK.match(first.content)):
            first.content = first.content[found.end() :]
            item.attrSet("class", "did" if found[1].strip() else "todo")


def _image(self: Any, tokens: list[Token], at: int, _options: Any, env: Any) -> str:
    image = tokens[at]
    number, words = _number(image), escape(_plain(image))
    sizes = env["pictures"][number].sizes
    width, height, size = sizes[-1]
    narrow = f' srcset="/pictures/{number}-480 {sizes[0][0]}w, /pictures/{number} {width}w" sizes="{SIZES}"'
    drawn = (
        f'<img src="/pictures/{number}" alt="{words}" width="{width}" height="{height}"'
        f'{narrow if len(sizes) > 1 else ""} data-bytes="{size}">'
    )
    weight = f"{kilobytes(size)} kB"
    if not image.meta:
        return f'{drawn} <span class="size">{weight}</span>'
    title = image.attrGet("title")
    caption = escape(str(title)) if title else f'<span aria-hidden="true">{words}</span>'
    return f'<figure>{drawn}<figcaption>{caption} <span class="size">· {weight}</span></figcaption></figure>\n'


def _open_table(self: Any, tokens: list[Token], at: int, _options: Any, _env: Any) -> str:
    label = escape(tokens[at].meta.get("label", ""))
    scroll = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">' if label else ""
    return f"{scroll}<table>\n"


def _close_table(self: Any, tokens: list[Token], at: int, _options: Any, _env: Any) -> str:
    return "</table></div>\n" if tokens[at].meta else "</table>\n"


def _reader() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    # Every address is let through here, so that `_refuse_addresses` can leave the words of a bad link.
    parser.validateLink = lambda _url: True
    return parser


def _parser() -> MarkdownIt:
    parser = _reader()
    shapes = (_refuse_addresses, _set_figures, _mark_tasks, _promote_bold_lines, _name_headings, _keep_lines_of_quotes)
    for shape in (*shapes, _shape_tables):
        parser.core.ruler.push(shape.__name__.strip("_"), shape)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    return parser


_READER, _PARSER = _reader(), _parser()


def render(source: str, prefix: str | None = "s-", pictures: Mapping[str, Figure] = NONE) -> str:
    """`source` as clean HTML; ids of headings begin with `prefix` (two texts on a page need two), None for no ids.

    `pictures`: by public id, those of the text that are ready; of any other only its description is left.
    Raises TextTooLong. Mark the result as safe (`|safe`) where it is shown.
    """
    check_length(source)
    return _CLEANER.clean(_PARSER.render(nfc(source), {"prefix": prefix, "pictures": pictures}))


def check_length(source: str) -> None:
    """Refuses more text than a page should hold, before anything reads it. Raises TextTooLong."""
    if len(source.encode("utf-8", "replace")) > LIMIT_KB * 1024:
        raise TextTooLong(limit=LIMIT_KB)


def mentions(source: str) -> list[Mention]:
    """The pictures that a text names, in order. Raises TextTooLong."""
    check_length(source)
    if "![" not in source:
        return []
    found, line = [], 0
    for token in _READER.parse(nfc(source)):
        line = token.map[0] if token.map else line
        below = line
        for part in token.children or []:
            below += part.type in ("softbreak", "hardbreak")
            if part.type == "image":
                found.append(Mention(below + 1, _number(part), _plain(part).strip()))
    return found


def weights(html: str) -> list[int]:
    """Bytes of each picture of a rendered text; of what is shown twice, once."""
    found = re.findall(r'<img src="([^"]+)"[^>]* data-bytes="(\d+)"', html)
    return [int(size) for size in dict(found).values()]


def outline(html: str) -> list[tuple[str, str]]:
    """(id, words) of each main heading of a rendered text, in order."""
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', html, re.DOTALL)
    named = ((name, unescape(re.sub(r"<[^>]*>", "", words)).strip()) for name, words in found)
    return [(name, words) for name, words in named if words]
