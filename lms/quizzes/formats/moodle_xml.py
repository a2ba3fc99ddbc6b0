"""Reading Moodle XML: every type of question that we have; others are refused by name. Pure.

Source: docs.moodle.org, "Moodle XML format"; ordering questions as Moodle's own type writes them.
"""

import re
from typing import Any

from lms.core.errors import RuleBroken
from lms.quizzes.formats import amounts, items, refusals, remarks
from lms.quizzes.formats.items import Choice, Fault, Item, Number, Reading, Refused, Type, Warned, shortened
from lms.quizzes.formats.xml_tree import Node, children

TYPES = {
    "multichoice": Type.SINGLE, "truefalse": Type.TRUEFALSE, "matching": Type.MATCH, "match": Type.MATCH,
    "numerical": Type.NUMERIC, "shortanswer": Type.SHORT, "essay": Type.ESSAY, "description": Type.DESCRIPTION,
    "ordering": Type.ORDER,
}  # fmt: skip
FORMATS = {"html": "html", "moodle_auto_format": "moodle", "markdown": "markdown", "plain_text": "plain",
           "wiki_like": "plain"}  # fmt: skip
#: What may hold words that we have no place for.
LEFT = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint", "responsetemplate", "instructions")
#: What Moodle puts there by itself, in English.
USUAL = {"Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."}
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_USUAL_GRADE = re.compile(r"[01](\.0*)?")
_TAGS = re.compile(r"<[^<>]*>")
#: A picture that was ours when the file was written: its name is its public id.
_OURS = re.compile(r"\]\(@@PLUGINFILE@@/([a-z2-7]{13})\.webp(?=[)\s])")
_NAME = re.compile(r"[a-z2-7]{13}\.webp")


def read(text: str) -> Reading:
    """The questions of a file, decoded. What is broken further down leaves the questions before it whole.

    Raises FileRefused where nothing can be read at all.
    """
    said = _DECLARATION.match(text)
    if said:  # what it says of the encoding was true of the bytes; lines must still be counted
        text = "\n" * said[0].count("\n") + text[said.end() :]
    found, category, source = Reading("moodle-xml", [], [], []), "", text.encode()
    try:
        for node in children(text.rstrip(), "quiz"):
            if node.tag != "question":
                continue
            if node.attributes.get("type") == "category":
                category = node.words("category", "text")
                continue
            if len(found.items) + len(found.refused) >= items.MOST_ITEMS:
                raise refusals.TooManyQuestions(limit=items.MOST_ITEMS)
            _take(node, category, found, source)
    except refusals.XmlBroken as broken:
        if not found.items and not found.refused:
            raise
        found.refused.append(Refused(broken.values["line"], broken, ""))
    return found


def _take(node: Node, category: str, found: Reading, source: bytes) -> None:
    try:
        found.items.append(_Question(node, found.warnings).item(category))
    except (Fault, RuleBroken) as broken:
        line, why = (broken.line, broken.why) if isinstance(broken, Fault) else (node.line, broken)
        stands = source[node.start : source.find(b">", node.end) + 1].decode()
        found.refused.append(Refused(line, why, shortened(node.words("name", "text")), stands, category))


class _Question:
    """One question, and where to say what was taken otherwise."""

    def __init__(self, node: Node, warnings: list[Warned]) -> None:
        self.node, self.warnings = node, warnings
        asked = node.first("questiontext")
        self.format = FORMATS.get(asked.attributes.get("format", "html") if asked else "html", "html")

    def item(self, category: str) -> Item:
        """The question. Raises Fault or RuleBroken."""
        node, kind = self.node, self.node.attributes.get("type", "")
        if kind not in TYPES:
            raise refusals.TypeUnknown(seen=kind[:40])
        fields: dict[str, Any] = {"type": TYPES[kind]}
        fields |= getattr(self, f"_{fields['type']}", dict)()
        item = Item(
            text=self._text(node, "questiontext"), name=node.words("name", "text"), text_format=self.format,
            general_feedback=self._text(node, "generalfeedback"), category=category, code=node.words("idnumber"),
            tags=tuple(tag for tags in node.all("tags") for tag in map(_tag, tags.all("tag")) if tag), line=node.line,
            **fields,
        )  # fmt: skip
        items.check(item)
        self._warn()
        return item

    def _warn(self) -> None:
        """Says which words and files stay behind."""
        node = self.node
        left = [tag for tag in LEFT for part in node.all(tag) if _bare(part.words("text")) not in {"", *USUAL}]
        grade = node.words("defaultgrade")
        if grade and not _USUAL_GRADE.fullmatch(grade):
            left.append(f"defaultgrade {grade[:20]}")
        if left:
            self.warnings.append(Warned(node.line, remarks.LeftBehind(seen=", ".join(dict.fromkeys(left)))))
        waiting = [node]
        while waiting:
            part = waiting.pop()
            waiting += reversed(part.children)
            if part.tag in ("file", "image_base64"):
                name = part.attributes.get("name") or node.words("image") or part.tag
                if self.format == "markdown" and _NAME.fullmatch(name):
                    continue
                self.warnings.append(Warned(part.line, remarks.FileLeft(seen=name[:100])))

    def _text(self, node: Node, tag: str = "", *, formatted: bool = True) -> str:
        """The words of <tag><text>…, or of <text> right in the node."""
        holder = node.first(tag) if tag else node
        words = holder.first("text") if holder else None
        if holder is None or words is None:
            return ""
        if words.children:
            raise Fault(words.children[0].line, refusals.TagsInText(seen=words.children[0].tag[:40]))
        said = FORMATS.get(holder.attributes.get("format", ""), self.format)
        if formatted and said != self.format and words.text:
            self.warnings.append(Warned(holder.line, remarks.FormatMixed(seen=said, wanted=self.format)))
        return _OURS.sub(r"](/pictures/\1", words.text) if self.format == "markdown" else words.text

    def _choices(self, *, formatted: bool = True, weighed: bool = True) -> tuple[Choice, ...]:
        found = []
        for node in self.node.all("answer"):
            fraction = _fraction(node) if weighed else 0
            found.append(Choice(self._text(node, formatted=formatted), fraction, self._text(node, "feedback")))
        return tuple(found)

    def _single(self) -> dict[str, Any]:
        single = self.node.words("single").lower() not in ("false", "0")
        return {"type": Type.SINGLE if single else Type.MULTI, "choices": self._choices()}

    def _short(self) -> dict[str, Any]:
        return {"choices": self._choices(formatted=False)} | self._essay()

    def _order(self) -> dict[str, Any]:
        return {"choices": self._choices(weighed=False)}

    def _essay(self) -> dict[str, Any]:
        return {"rubric": self._text(self.node, "graderinfo"), "strict": self.node.words("usecase") == "1"}

    def _truefalse(self) -> dict[str, Any]:
        """Old files name the answers in their own language: then the first one is true."""
        given = self._choices(formatted=False)
        if len(given) != 2:
            raise refusals.TooFewAnswers()
        if {choice.text for choice in given} == {items.TRUE, items.FALSE}:
            given = tuple(sorted(given, key=lambda choice: choice.text != items.TRUE))
        right = given[0].fraction == 100
        if right == (given[1].fraction == 100):
            raise refusals.NothingRight()
        true = Choice(items.TRUE, 100 * right, given[0].feedback)
        return {"choices": (true, Choice(items.FALSE, 100 * (not right), given[1].feedback))}

    def _match(self) -> dict[str, Any]:
        parts = self.node.all("subquestion")
        return {"pairs": tuple((self._text(part), part.words("answer", "text")) for part in parts)}

    def _numeric(self) -> dict[str, Any]:
        units = [unit for group in self.node.all("units") for unit in group.all("unit")]
        units.sort(key=lambda unit: unit.words("multiplier") not in ("1", "1.0", "1.0000000"))
        names = [unit.words("unit_name") for unit in units]
        if names[1:]:
            self.warnings.append(Warned(units[1].line, remarks.UnitsLeft(seen=", ".join(names[1:])[:200])))
        found = tuple(self._number(node) for node in self.node.all("answer"))
        return {"numeric": found, "unit": names[0] if names else ""}

    def _number(self, node: Node) -> Number:
        typed = self._text(node, formatted=False) or node.text
        try:
            off = amounts.number(node.words("tolerance") or "0")
            value = None if typed in ("*", "") else amounts.number(typed)
        except RuleBroken as broken:
            raise Fault(node.line, broken) from broken
        if off < 0:
            raise Fault(node.line, refusals.ToleranceNegative(seen=node.words("tolerance")[:40]))
        return Number(value, 0 if value is None else off, _fraction(node), self._text(node, "feedback"))


def _fraction(node: Node) -> float:
    """Percent; as an attribute, or as old files have it a tag of its own, from 0 to 1."""
    own = node.words("fraction")
    try:
        return 100 * amounts.number(own) if own else amounts.weight(node.attributes.get("fraction") or "0")
    except RuleBroken as broken:
        raise Fault(node.line, broken) from broken


def _tag(node: Node) -> str:
    return node.words("text") or node.text


def _bare(text: str) -> str:
    return _TAGS.sub("", text).strip()
