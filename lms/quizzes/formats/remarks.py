"""What is worth knowing about a question that is taken, and what a format cannot hold of one. Never raised."""

from lms.core.errors import RuleBroken
from lms.core.words import _l


class Remark(RuleBroken):
    """The kinds below say what was taken otherwise than it stands in the file."""

    sentence = _l("Something in this question was changed")


class FormatMixed(Remark):
    """A part in another format, `seen`, than its question, `wanted`."""

    sentence = _l("A part of the question is marked [%(seen)s]. It is read as [%(wanted)s], like the question")


class NearlyTrue(Remark):
    """`seen` in small letters: a short answer by the rules."""

    sentence = _l("“%(seen)s” is read as a short answer. Write {TRUE} or {FALSE} for a statement")


class LeftBehind(Remark):
    """Fields we have no place for: `seen`."""

    sentence = _l("Not taken over: %(seen)s")


class FileLeft(Remark):
    """A file within the question, `seen`."""

    sentence = _l("The file %(seen)s is not taken over. Add the picture to the question afterwards")


class UnitsLeft(Remark):
    """Units after the first, `seen`."""

    sentence = _l("Only the first unit is taken over. Left out: %(seen)s")


class Loss(RuleBroken):
    """The kinds below say what a format cannot hold of a question."""

    sentence = _l("Something of this question cannot be held")


class LeftOut(Loss):
    """The whole question, of the type `seen`."""

    sentence = _l("The question is left out: this format has no such type")


class FieldLost(Loss):
    """A field that is not written. `seen` names them."""

    sentence = _l("Not written: %(seen)s")


class MadeSingle(Loss):
    """A statement whose answers are not called true and false."""

    sentence = _l("Its two answers have names of their own, so it is written as a choice of one")


class AllOrNone(Loss):
    """A choice of one whose answers are all worth all marks, or none of them is."""

    sentence = _l("All its answers are worth all marks, or none is: this format takes it for another type")


class WeightsLost(Loss):
    """Weights other than equal shares."""

    sentence = _l("The weights of its answers are not kept: right ones share the marks evenly")


class PicturesNamed(Loss):
    """Pictures of ours in the text."""

    sentence = _l("Its pictures are only named: they show here, and nowhere else")


class ArrowInside(Loss):
    """-> where it parts the two sides of a pair."""

    sentence = _l("The sign -> stands in an answer; this format takes it for a pair")


class SignsInside(Loss):
    """Signs in a text that the format uses itself, or cannot hold."""

    sentence = _l("A text holds signs or line ends that this format cannot keep")


class TextsTooLong(Loss):
    """A cell of more than `limit` characters."""

    sentence = _l("A text has more than %(limit)s characters, more than a cell may hold here")


class OneNumberOnly(Loss):
    """Several numbers, or one that is not worth all."""

    sentence = _l("Only its first number is written, and it is worth all marks")
