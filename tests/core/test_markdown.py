"""Markdown: what trainers write becomes, and what attackers write does not."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lms.core.markdown import LIMIT_KB, Figure, TextTooLong, mentions, outline, render, weights

CURRICULUM = Path(__file__).parents[2] / "content" / "curriculum.json"
#: Public ids of a picture.
CHE, RUONG = "abcdefgh234567"[:13], "zyxwvuts765432"[:13]


def soup(source: str, pictures=None) -> BeautifulSoup:
    return BeautifulSoup(render(source, pictures=pictures or {}), "html.parser")


class TestShape:
    @pytest.mark.parametrize(
        ("source", "html"),
        [
            ("", ""),
            ("a **b** *c* `d`", "<p>a <strong>b</strong> <em>c</em> <code>d</code></p>\n"),
            ("a\nb", "<p>a\nb</p>\n"),
            ("> a\n> b", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>\n"),
            ("- > a\n  > b", "<ul>\n<li>\n<blockquote>\n<p>a<br>\nb</p>\n</blockquote>\n</li>\n</ul>\n"),
            ("> a\n\nb\nc", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>b\nc</p>\n"),
            ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
            (
                "| | a |\n|---|---|\n| b | c |",
                "<table>\n<thead>\n<tr>\n<td></td>\n"
                '<th scope="col">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n<td>c</td>\n</tr>\n'
                "</tbody>\n</table>\n",
            ),
            ("```js\nx\n```", "<pre><code>x\n</code></pre>\n"),
            (
                "- [ ] a\n- [x] b\n- [y] c",
                '<ul>\n<li class="todo">a</li>\n<li class="did">b</li>\n<li>[y] c</li>\n</ul>\n',
            ),
            ("Nguye\u0302\u0303n", "<p>Nguyễn</p>\n"),
        ],
    )
    def test_plain_markdown(self, source, html):
        assert render(source) == html

    @pytest.mark.parametrize(
        ("source", "html"),
        [
            ("# Một", '<h2 id="s-mot">Một</h2>\n'),
            ("Một\n===", '<h2 id="s-mot">Một</h2>\n'),
            ("## Đặt *giá*", '<h2 id="s-dat-gia">Đặt <em>giá</em></h2>\n'),
            ("### Ba", '<h3 id="s-ba">Ba</h3>\n'),
            ("**Ba câu hỏi**", '<h2 id="s-ba-cau-hoi">Ba câu hỏi</h2>\n'),
            ("## 李", '<h2 id="s-part">李</h2>\n'),
            ("**a** và **b**", "<p><strong>a</strong> và <strong>b</strong></p>\n"),
            ("**a**: b", "<p><strong>a</strong>: b</p>\n"),
            ("- **a**", "<ul>\n<li><strong>a</strong></li>\n</ul>\n"),
            ("> **a**", "<blockquote>\n<p><strong>a</strong></p>\n</blockquote>\n"),
        ],
    )
    def test_headings(self, source, html):
        assert render(source) == html

    def test_ids_are_unique_even_where_headings_look_like_numbered_ids(self):
        html = render("## a\n\n## a-2\n\n## a\n\n## A\n\n## a-2")

        ids = re.findall(r'id="([^"]+)"', html)
        assert ids == ["s-a", "s-a-2", "s-a-3", "s-a-4", "s-a-2-2"]

    def test_prefix_keeps_two_texts_on_a_page_apart(self):
        assert render("## a", prefix="recap-") == '<h2 id="recap-a">a</h2>\n'

    def test_outline_lists_main_headings(self):
        html = render("# Một & *hai*\n\n### nhỏ\n\n**Ba < bốn**\n\n##\n\n`năm`\n---")

        assert outline(html) == [("s-mot-hai", "Một & hai"), ("s-ba-bon", "Ba < bốn"), ("s-nam", "năm")]

    def test_two_columns_stand_as_they_are(self):
        table = soup("| Loại | Giá |\n|---|--:|\n| Chè | 120.000 |").table

        assert table.parent.name == "[document]"
        assert [th["scope"] for th in table("th")] == ["col", "col"]
        assert [cell.get("class") for cell in table(["th", "td"])] == [None, ["r"], None, ["r"]]
        assert not table.find(style=True)

    def test_three_columns_can_be_scrolled_and_are_named(self):
        wide = soup('| "A" | *B* | C |\n|---|---|---|\n| 1 | 2 | 3 |').div

        assert wide.attrs == {"class": ["scroll"], "tabindex": "0", "role": "region", "aria-label": '"A", B, C'}
        assert wide.table.find("td").text == "1"

    def test_wide_and_narrow_tables_in_one_text(self):
        html = soup("|a|b|c|\n|-|-|-|\n|1|2|3|\n\n|a|b|\n|-|-|\n|1|2|\n\n| | | |\n|-|-|-|\n|1|2|3|")

        assert [table.parent.name for table in html("table")] == ["div", "[document]", "div"]
        assert [div["aria-label"] for div in html("div")] == ["a, b, c", "…"]

    def test_the_whole_curriculum_renders_with_named_parts(self):
        tracks = json.loads(CURRICULUM.read_text(encoding="utf-8"))["tracks"]
        bodies = [lesson["body"] for track in tracks for module in track["modules"] for lesson in module["lessons"]]

        parts = [outline(render(body)) for body in bodies]
        assert len(bodies) == 55
        assert sum(len(part) for part in parts) == sum(
            len(re.findall(r"^\*\*[^*]+\*\*$", body, re.MULTILINE)) for body in bodies
        )


class TestLinks:
    @pytest.mark.parametrize(
        ("source", "href"),
        [
            ("[x](https://a.vn/b?c=1)", "https://a.vn/b?c=1"),
            ("[x](HTTPS://a.vn)", "https://a.vn"),
            ("<https://a.vn>", "https://a.vn"),
            ("[x](mailto:a@b.vn)", "mailto:a@b.vn"),
            ("[x](/lessons/gia-ban)", "/lessons/gia-ban"),
            ("[x](/)", "/"),
            # A backslash is written as %5C, so this stays a path of ours.
            ("[x](/\\a.vn)", "/%5Ca.vn"),
            ("[x](#s-mot)", "#s-mot"),
            ("[x][1]\n\n[1]: https://a.vn", "https://a.vn"),
        ],
    )
    def test_allowed(self, source, href):
        link = soup(source).a

        assert link["href"].lower() == href.lower()
        assert link["rel"] == ["noopener", "noreferrer"]

    @pytest.mark.parametrize(
        "address",
        [
            "http://a.vn", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&#58;alert(1)",
            "&#106;avascript:alert(1)", "vbscript:x", "data:text/html;base64,PHNjcmlwdD4=", "file:///etc/passwd",
            "ftp://a.vn", "//a.vn", "\\\\a.vn", "lessons/x", "?next=//a.vn", "blob:x", "tel:113",
            "<java\tscript:alert(1)>", "", "https:a.vn",
        ],
    )  # fmt: skip
    def test_refused_but_its_words_stay(self, address):
        paragraph = soup(f"xem [chỗ *này*]({address}) nhé").p

        assert paragraph.a is None
        assert "chỗ" in paragraph.text and paragraph.text.startswith("xem")

    def test_own_picture_is_shown_late(self):
        assert soup(f"![Gói chè](/pictures/{CHE})", {CHE: Figure(((300, 200, 20_100),))}).img.attrs == {
            "src": f"/pictures/{CHE}", "alt": "Gói chè", "loading": "lazy",
            "width": "300", "height": "200", "data-bytes": "20100",
        }  # fmt: skip

    def test_a_picture_alone_is_a_figure_with_what_it_shows_and_what_it_costs(self):
        known = {CHE: Figure(((480, 360, 20_000), (960, 720, 83_001)))}
        figure = soup(f"Xem:\n\n![Gói *chè*](/pictures/{CHE})\n\nrồi", known).figure

        assert figure.parent.name == "[document]"
        assert figure.img["srcset"] == f"/pictures/{CHE}-480 480w, /pictures/{CHE} 960w"
        assert figure.figcaption.text == "Gói chè · 84 kB"
        assert figure.figcaption.span["aria-hidden"] == "true"  # whoever hears the description hears it once

    def test_a_picture_in_a_line_of_words_stays_there(self):
        paragraph = soup(f"Bấm ![nút gửi](/pictures/{CHE}) rồi chờ", {CHE: Figure(((30, 20, 900),))}).p

        assert paragraph.text == "Bấm  1 kB rồi chờ"
        assert paragraph.img["alt"] == "nút gửi"

    def test_a_picture_that_is_not_ready_leaves_its_description(self):
        assert render(f"![Gói chè](/pictures/{CHE})") == "<p>Gói chè</p>\n"

    def test_what_pictures_weigh_is_known_and_one_shown_twice_weighs_once(self):
        known = {CHE: Figure(((960, 720, 84_000),)), RUONG: Figure(((480, 360, 20_000),))}
        text = f"![a](/pictures/{CHE})\n\nx ![b](/pictures/{RUONG}) ![a](/pictures/{CHE})"

        assert weights(render(text, pictures=known)) == [84_000, 20_000]

    def test_pictures_named_in_a_text_are_told_with_their_lines(self):
        text = f"a\n\nb\n![Gói chè](/pictures/{CHE})\n\n> c\n> ![](/pictures/{RUONG}-480)\n\n![d](https://a.vn/x.png)"

        assert mentions(text) == [(4, CHE, "Gói chè"), (7, RUONG, ""), (9, None, "d")]
        assert mentions("```\n![x](/pictures/y)\n```") == []

    @pytest.mark.parametrize(
        "source",
        ["![Gói chè](https://a.vn/x.png)", "![Gói chè](//a.vn/x.png)", "![Gói *chè*](data:image/svg+xml;x)"],
    )
    def test_picture_from_elsewhere_leaves_its_description(self, source):
        assert render(source) == "<p>Gói chè</p>\n"


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<p style='background:url(https://a.vn)'>x</p>",
    "<base href=https://a.vn>",
    "<meta http-equiv=refresh content='0;url=https://a.vn'>",
    "<form action=https://a.vn><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<div id=main data-behaviour=x class=cloth>x</div>",
    "[x](https://a.vn \"onmouseover=alert(1) x='\")",
    '[x](https://a.vn/"onmouseover="alert(1))',
    '![x" onerror="alert(1)](/files/x)',
    '![x](/files/x"onerror="alert(1))',
    "[<img src=x onerror=alert(1)>](https://a.vn)",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "| <script>alert(1)</script> | b | c |\n|---|---|---|\n| 1 | 2 | 3 |",
    '| "><img src=x onerror=alert(1)> | b | c |\n|---|---|---|\n| 1 | 2 | 3 |',
    '## "><script>alert(1)</script>',
    "**<script>alert(1)</script>**",
    "> <script>alert(1)</script>\n> <img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<https://a.vn/\"><script>alert(1)</script>>",
    "<javascript:alert(1)>",
    "\x00<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
]  # fmt: skip
ALLOWED = {
    "p": set(), "strong": set(), "em": set(), "code": set(), "pre": set(), "br": set(), "blockquote": set(),
    "h2": {"id"}, "a": {"href", "title", "rel"}, "img": {"src", "alt", "loading"}, "table": set(),
    "thead": set(), "tbody": set(), "tr": set(), "th": {"scope"}, "td": set(),
    "div": {"class", "tabindex", "role", "aria-label"},
}  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("parser", ["html.parser", "html5lib"])
def test_payload_is_text(payload, parser):
    page = BeautifulSoup(render(payload), parser)

    for tag in page.find_all(lambda tag: tag.name not in ("html", "head", "body")):
        assert tag.name in ALLOWED and set(tag.attrs) <= ALLOWED[tag.name]
        assert not tag.get("href", "").lower().startswith(("javascript", "data", "http:"))


class TestLimits:
    def test_up_to_the_limit_in_bytes(self):
        assert render("đ" * (LIMIT_KB * 512)).startswith("<p>đ")

        with pytest.raises(TextTooLong) as refused:
            render("đ" * (LIMIT_KB * 512) + "a")
        assert refused.value.values == {"limit": 64}

    @pytest.mark.parametrize(
        "part",
        ["[", "![", "*a ", "**a", ">", "> a\n", "`a``b", "<", "# a\n", "**a**\n\n", "[a](", "|a", "\n", "_a_", 
         "[a]: /b\n", "a\u0301\u0323"],
    )  # fmt: skip
    def test_hostile_text_is_rendered(self, part):
        source = (part * 65536).encode()[: LIMIT_KB * 1024].decode("utf-8", "ignore")

        assert isinstance(render(source), str)
