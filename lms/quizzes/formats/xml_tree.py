"""XML from strangers, one question at a time: no document types, no entities, no depth, a line for each tag. Pure.

The standard parser alone reads it (expat): what makes XML dangerous begins with a <!DOCTYPE, and there it stops.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from lms.quizzes.formats import refusals
from lms.quizzes.formats.decoding import clean

#: Levels of tags; Moodle's questions have eight.
DEEPEST = 30
#: Characters that are parsed at a time; expat looks at one that is not complete again with each piece.
PIECE = 1024 * 1024


@dataclass(slots=True)
class Node:
    """A tag with what is in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    #: Where it begins and ends in the file, in bytes.
    start: int = 0
    end: int = 0

    @property
    def text(self) -> str:
        """The words that stand right in it, tidy."""
        return clean("".join(self.pieces))

    def first(self, tag: str) -> "Node | None":
        """The first child of that name."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> list["Node"]:
        """The children of that name."""
        return [child for child in self.children if child.tag == tag]

    def words(self, *path: str) -> str:
        """The text at the end of a path of names; "" if it is not there."""
        node: Node | None = self
        for tag in path:
            node = node.first(tag) if node else None
        return node.text if node else ""


def children(text: str, outermost: str) -> Iterator[Node]:
    """Each child of the outermost tag, as soon as it is complete. Raises FileRefused: Entities, TooDeep, XmlBroken or,
    where the outermost tag has another name, NotMoodle.
    """
    builder = _Builder(outermost)
    try:
        for start in range(0, len(text), PIECE):
            builder.parser.Parse(text[start : start + PIECE], False)
            yield from builder.taken()
        builder.parser.Parse("", True)
    except expat.ExpatError as error:
        yield from builder.taken()
        raise refusals.XmlBroken(line=error.lineno) from error
    yield from builder.taken()


class _Builder:
    def __init__(self, outermost: str) -> None:
        self.outermost = outermost
        self.path: list[Node] = []
        self.done: list[Node] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def taken(self) -> list[Node]:
        """The children that were completed since the last time."""
        done, self.done = self.done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self.path and tag != self.outermost:
            raise refusals.NotMoodle(seen=tag[:40])
        if len(self.path) >= DEEPEST:
            raise refusals.TooDeep(limit=DEEPEST)
        node = Node(tag, attributes, self.parser.CurrentLineNumber, start=self.parser.CurrentByteIndex)
        if len(self.path) > 1:
            self.path[-1].children.append(node)
        self.path.append(node)

    def _end(self, _tag: str) -> None:
        node = self.path.pop()
        node.end = self.parser.CurrentByteIndex
        if len(self.path) == 1:
            self.done.append(node)

    def _words(self, words: str) -> None:
        if len(self.path) > 1:
            self.path[-1].pieces.append(words)

    def _refuse(self, *_declared: object) -> None:
        raise refusals.Entities()
