"""Why a question, or a whole file, is not taken."""

from lms.core.errors import RuleBroken
from lms.core.words import _l


class FileRefused(RuleBroken):
    """The kinds below: nothing can be read from this file."""

    sentence = _l("No questions can be read from this file")


class FileEmpty(FileRefused):
    """No bytes but spaces."""

    sentence = _l("There is nothing in this file. Choose the file with your questions")


class FileTooLarge(FileRefused):
    """More than `limit` MB."""

    sentence = _l("The file is larger than %(limit)s MB. Take the pictures out, or split it")


class TooManyQuestions(FileRefused):
    """More than `limit`."""

    sentence = _l("The file has more than %(limit)s questions. Split it")


class FormatUnknown(FileRefused):
    """None of the formats, from the bytes and the name."""

    sentence = _l("This is no file of questions we know. We read GIFT, Aiken, Moodle XML, CSV and XLSX")


class LettersUnknown(FileRefused):
    """In an encoding that cannot be told."""

    sentence = _l("The Vietnamese letters in this file cannot be recognised. Save it as UTF-8 and choose it again")


class NoQuestions(FileRefused):
    """Readable, but without a question."""

    sentence = _l("There are no questions in this file")


class HeadingMissing(FileRefused):
    """A table without a column of questions: `seen` are the headings found."""

    sentence = _l("No column is called “Câu hỏi” or “Question”. Found: %(seen)s")


class Entities(FileRefused):
    """XML that declares entities or a document type."""

    sentence = _l("The file declares entities or a document type (<!DOCTYPE …>). Export it again without")


class NotMoodle(FileRefused):
    """XML whose outermost tag is `seen`."""

    sentence = _l("The file begins with <%(seen)s>. Moodle XML begins with <quiz>")


class XmlBroken(FileRefused):
    """Not well formed from `line` on."""

    sentence = _l("The XML is broken in line %(line)s: a tag is not closed, or a sign like & or < stands alone")


class TooDeep(FileRefused):
    """Tags inside tags, more than `limit` levels."""

    sentence = _l("Tags stand inside each other more than %(limit)s levels deep. No question needs that")


class QuestionRefused(RuleBroken):
    """The kinds below: this question is not taken."""

    sentence = _l("This question cannot be read")


class NoText(QuestionRefused):
    """Answers without a question."""

    sentence = _l("The question has no text")


class TooLong(QuestionRefused):
    """A text of more than `limit` thousand characters."""

    sentence = _l("A text has more than %(limit)s thousand characters. Shorten it")


class NameTooLong(QuestionRefused):
    """A name, category, tag, unit or code of more than `limit` characters."""

    sentence = _l("A name, category, tag or unit has more than %(limit)s characters. Shorten it")


class TooManyChoices(QuestionRefused):
    """More than `limit` answers."""

    sentence = _l("The question has more than %(limit)s answers")


class TooFewAnswers(QuestionRefused):
    """One to choose from is no choice."""

    sentence = _l("Give at least two answers to choose from")


class TooFewForms(QuestionRefused):
    """A short answer without an accepted form."""

    sentence = _l("Give at least one answer that is accepted")


class TooFewPairs(QuestionRefused):
    """Fewer than two pairs to match."""

    sentence = _l("Matching needs at least two pairs")


class EmptyAnswer(QuestionRefused):
    """An answer without words."""

    sentence = _l("An answer has no text")


class NothingRight(QuestionRefused):
    """Every answer is worth nothing."""

    sentence = _l("No answer is marked as right")


class NoNumberGiven(QuestionRefused):
    """Numeric, without a number."""

    sentence = _l("A numeric question needs a number, for example {#3:0.5}")


class WrongNumber(QuestionRefused):
    """A number, `seen`, behind the ~ of a numeric question."""

    sentence = _l("In a numeric question ~ only begins the feedback for other numbers. Write = before “%(seen)s”")


class NotANumber(QuestionRefused):
    """`seen` where a number belongs."""

    sentence = _l("“%(seen)s” is not a number")


class NumberTooLarge(QuestionRefused):
    """More than 15 digits before or behind the point."""

    sentence = _l("A number has more than 15 digits")


class TwoReadings(QuestionRefused):
    """`seen` may be `one` or `other`."""

    sentence = _l("“%(seen)s” may mean %(one)s or %(other)s. Write the one that is meant")


class RangeBackwards(QuestionRefused):
    """From `low` to `high`, the larger one first."""

    sentence = _l("The range from %(low)s to %(high)s is the wrong way round. Write the smaller number first")


class ToleranceNegative(QuestionRefused):
    """Off by less than nothing."""

    sentence = _l("The tolerance “%(seen)s” is below 0")


class WeightUnclear(QuestionRefused):
    """`seen` between two percent signs."""

    sentence = _l("The weight “%(seen)s” is no percentage from -100 to 100")


class BraceOpen(QuestionRefused):
    """{ without }."""

    sentence = _l("The answers begin with { but no } ends them. A blank line ends a question, so leave none inside")


class BraceAlone(QuestionRefused):
    """} without {."""

    sentence = _l("There is a } without a { before it. Write \\} for the sign itself")


class BraceTwice(QuestionRefused):
    """A second { within the answers, or a second block of them."""

    sentence = _l("A second { stands in this question. One question has one block of answers; write \\{ for the sign")


class NameOpen(QuestionRefused):
    """:: at the beginning, and no second."""

    sentence = _l("The name begins with :: but no second :: ends it")


class PairWithoutArrow(QuestionRefused):
    """A line of a matching question without ->: `seen`."""

    sentence = _l("“%(seen)s” is no pair. Write = left -> right")


class BeforeTheFirst(QuestionRefused):
    """Words before the first = or ~: `seen`."""

    sentence = _l("“%(seen)s” stands before the first = or ~")


class AnswerLineMissing(QuestionRefused):
    """Aiken: options, but no ANSWER before the next question or the end."""

    sentence = _l("The line ANSWER: is missing after the options of this question")


class OptionsMissing(QuestionRefused):
    """Aiken: a text, or an ANSWER, without options."""

    sentence = _l("The question has no options. Write them as A) … or A. … with a capital letter, each on its own line")


class OptionOutOfOrder(QuestionRefused):
    """Aiken: `seen` where `wanted` belongs."""

    sentence = _l("The option %(seen)s stands where %(wanted)s belongs")


class AnswerUnknown(QuestionRefused):
    """The key `seen` names no answer of the question."""

    sentence = _l("The right answer “%(seen)s” is not one of the options")


class OnlyOneAnswer(QuestionRefused):
    """Several keys, `seen`, where one is possible."""

    sentence = _l("“%(seen)s” names several answers, but this question has one")


class TypeUnknown(QuestionRefused):
    """A type of question we do not have: `seen`."""

    sentence = _l("We have no questions of the type “%(seen)s”")


class TagsInText(QuestionRefused):
    """Tags of XML inside <text>: `seen` is the first."""

    sentence = _l("The tag <%(seen)s> stands bare inside <text>. Put HTML into <![CDATA[ … ]]>")


class TrueOrFalse(QuestionRefused):
    """`seen` is neither."""

    sentence = _l("“%(seen)s” is neither true nor false")


class DifficultyUnknown(QuestionRefused):
    """`seen` is no difficulty."""

    sentence = _l("“%(seen)s” is no difficulty. Write easy, medium or hard")


class FormatOfTextUnknown(QuestionRefused):
    """`seen` in the column of formats."""

    sentence = _l("“%(seen)s” is no format of a text. Write plain, markdown, html or moodle")


class SeveralRight(QuestionRefused):
    """A choice of one, and two answers that are worth all."""

    sentence = _l("Several answers are worth all marks. Keep one, or make it a question with several answers")


class SeveralNumbers(QuestionRefused):
    """Numeric, with two numbers that are worth all."""

    sentence = _l("Several numbers are worth all marks. Keep one, with the tolerance that takes the others in")


class NotAQuestion(QuestionRefused):
    """A description."""

    sentence = _l("This is a text without a question. Put it into the lesson")
