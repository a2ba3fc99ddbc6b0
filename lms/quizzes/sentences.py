"""Codes of questions and quizzes in words."""

from lms.core.words import Lazy, _l
from lms.quizzes.rules.bank import Kind

#: Kind -> what it is called, and what a learner does.
KINDS: dict[str, Lazy] = {
    Kind.SINGLE: _l("One right answer"),
    Kind.MULTI: _l("Several right answers"),
    Kind.TRUEFALSE: _l("True or false"),
    Kind.MATCH: _l("Match"),
    Kind.ORDER: _l("Put in order"),
    Kind.NUMERIC: _l("A number"),
    Kind.SHORT: _l("A short answer"),
}
HOW: dict[str, Lazy] = {
    Kind.SINGLE: _l("The learner chooses one of several lines."),
    Kind.MULTI: _l("The learner ticks every right line. Ticking everything earns nothing."),
    Kind.TRUEFALSE: _l("The learner says whether a sentence is true."),
    Kind.MATCH: _l("The learner finds what goes with each line. Each pair earns its share."),
    Kind.ORDER: _l("The learner puts lines into the right order. The reverse earns nothing."),
    Kind.NUMERIC: _l("The learner types a number. You say how far off it may be."),
    Kind.SHORT: _l("The learner writes a few words. What no accepted answer fits, a trainer marks."),
}
DIFFICULTIES: dict[int, Lazy] = {0: _l("Not said"), 1: _l("Easy"), 2: _l("Middling"), 3: _l("Hard")}
#: Part of a question -> what it is called, in the order it is read.
PARTS: dict[str, Lazy] = {
    "kind": _l("Kind"),
    "text": _l("Question"),
    "options": _l("What there is to choose"),
    "key": _l("Right answer"),
    "feedback": _l("What is said about single options"),
    "explanation": _l("Why it is so"),
    "title_en": _l("About, in English"),
    "difficulty": _l("How hard"),
    "lesson_id": _l("Lesson that teaches it"),
    "tags": _l("Tags"),
}
PURPOSES: dict[str, Lazy] = {
    "module": _l("Quiz of the module"),
    "practice": _l("Practice"),
    "pre": _l("Quiz before the class"),
    "post": _l("Quiz after the class"),
}
STATES: dict[str, Lazy] = {"draft": _l("Draft"), "open": _l("Open"), "archived": _l("Archived")}
COUNTS: dict[str, Lazy] = {
    "best": _l("The best attempt"),
    "last": _l("The last attempt"),
    "first": _l("The first attempt"),
}
PHASES: dict[str, Lazy] = {
    "during": _l("While answering"),
    "after": _l("In the first half hour after handing in"),
    "later": _l("Later, while the quiz is open"),
    "closed": _l("Once the quiz has closed"),
}
SHOWN: dict[str, Lazy] = {
    "marks": _l("Points"),
    "answers": _l("Right answers"),
    "explanations": _l("Explanations"),
}
PRESETS: dict[str, Lazy] = {
    "usual": _l("As usual: everything from handing in on; in practice question by question"),
    "marks": _l("Points at once, right answers when the quiz has closed"),
    "closed": _l("Nothing before the quiz has closed"),
    "each": _l("Everything at any time, question by question"),
    "own": _l("As chosen in the table"),
}
