"""Texts of other systems as Markdown: whether it is tried which lines need escapes, or all get them."""

from lms.quizzes.formats import looking, markup
from lms.quizzes.formats.items import Choice, Item, Reading, Type
from lms.writing import text as writing

LINE = "3 - 2 = 1, a*b"


def read(texts, text_format="plain"):
    items = [
        Item(Type.SINGLE, text, text_format=text_format, choices=(Choice("x", 100), Choice("y")), line=place)
        for place, text in enumerate(texts, 1)
    ]
    return [row.question.text for row in looking.look(Reading("gift", items, [], []))]


def test_a_file_with_more_signs_than_can_be_tried_reads_the_same(app):
    few, many = read([LINE]), read([LINE] * (looking.TRIED // markup.signs(LINE) + 1))
    assert few == [LINE] and set(many) == {markup.as_markdown(LINE, "plain", tried=False)} != {LINE}
    assert writing.render(many[0]) == writing.render(LINE)


def test_so_do_words_of_html(app):
    few, many = (read([f"<p>{LINE}</p>"] * count, "html") for count in (1, looking.TRIED))
    assert few == [LINE] and writing.render(many[0]) == writing.render(LINE)
