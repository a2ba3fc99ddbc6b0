"""How the answers of each kind of question are typed. Empty lines are left out without a word."""

import re
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from lms.catalogue.models import Lesson
from lms.core.errors import RuleBroken
from lms.core.forms import Form
from lms.core.words import _l
from lms.quizzes.forms.questions import TOO_LONG, QuestionForm, said
from lms.quizzes.rules import questions as rules
from lms.quizzes.rules.bank import Kind, NoNumber, TooFewOptions
from lms.quizzes.rules.numbers import readings

#: Lines shown at least, and added at a time.
LINES, MORE = 4, 2
STATEMENT = ["Đúng", "Sai"]
#: The name of a field in a line.
ROW = re.compile(r"rows-(\d{1,4})-(\w+)", re.ASCII)


class NumberUnclear(NoNumber):
    """Could be read in two ways, or in none."""

    sentence = _l("Write the number without signs between thousands, for example 1350 or 1,5")


class _Line(Form):
    """One option."""

    text = TextAreaField(_l("Option"), validators=[Optional(), Length(max=rules.OPTION, message=TOO_LONG)])
    feedback = TextAreaField(
        _l("Said to whoever chooses it"), validators=[Optional(), Length(max=rules.OPTION, message=TOO_LONG)]
    )


class _Pair(Form):
    """Two sides that belong together."""

    left = TextAreaField(_l("Line"), validators=[Optional(), Length(max=rules.OPTION, message=TOO_LONG)])
    right = TextAreaField(_l("Goes with"), validators=[Optional(), Length(max=rules.OPTION, message=TOO_LONG)])


def _numbers(formdata: Any) -> dict[str, str]:
    found = {shape[1] for name in formdata if (shape := ROW.fullmatch(name))}
    return {number: str(place) for place, number in enumerate(sorted(found, key=int))}


def _closed_up(formdata: Any, numbers: dict[str, str]) -> MultiDict[str, str]:
    """The same fields with the lines counted without gaps: a missing number would be taken for another line's."""
    closed: MultiDict[str, str] = MultiDict()
    for name, value in formdata.items(multi=True):
        shape = ROW.fullmatch(name)
        closed.add(f"rows-{numbers[shape[1]]}-{shape[2]}" if shape else name, value)
    return closed


class _Lined(QuestionForm):
    """A question of lines, which may be added, taken out and moved without a script."""

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        #: Number of a line in the page → its number here, where none is left out.
        self.numbers = _numbers(formdata or ())
        super().__init__(formdata if formdata is None else _closed_up(formdata, self.numbers), **values)

    def arrange(self, wish: str) -> None:
        """See `QuestionForm`."""
        what, _dash, number = wish.partition("-")
        number = self.numbers.get(number, number)
        places = [entry.name.rpartition("-")[2] for entry in self.rows.entries]
        if what == "more":
            for _again in range(min(MORE, rules.MOST_OPTIONS - len(places))):
                self.rows.append_entry()
        elif what == "drop" and number in places:
            del self.rows.entries[places.index(number)]
        elif what == "up" and number in places[1:]:
            upper, lower = (self.rows.entries[places.index(number) - step].form for step in (1, 0))
            for name in upper.data:
                upper[name].data, lower[name].data = lower[name].data, upper[name].data

    def filled(self, name: str) -> list[Any]:
        """The lines in which something stands."""
        return [entry for entry in self.rows.entries if (entry.form[name].data or "").strip()]


class ChoiceForm(_Lined):
    """Options of which one, or several, are right."""

    part = "quizzes/trainer/_choices.html"
    rows = FieldList(FormField(_Line), _l("Options"), min_entries=LINES, max_entries=rules.MOST_OPTIONS)

    def __init__(self, formdata: Any = None, *, right: Any = (), **values: Any) -> None:
        super().__init__(formdata, **values)
        given = formdata.getlist("right") if formdata is not None else map(str, right)
        #: Numbers of the lines marked as right.
        self.right = {self.numbers.get(number, number) for number in given}

    def shape(self) -> tuple[Any, Any, dict[str, str]]:
        """See `QuestionForm`."""
        lines = self.filled("text")
        right = [n for n, entry in enumerate(lines) if entry.name.rpartition("-")[2] in self.right]
        feedback = {str(n): entry.form.feedback.data or "" for n, entry in enumerate(lines)}
        key = right if self.kind == Kind.MULTI else (right[0] if len(right) == 1 else None)
        return [entry.form.text.data.strip() for entry in lines], key, feedback

    @staticmethod
    def fill(words: dict[str, Any]) -> dict[str, Any]:
        """What the fields hold of a question."""
        key, feedback = words["key"], words["feedback"]
        rows = [{"text": text, "feedback": feedback.get(str(n), "")} for n, text in enumerate(words["options"])]
        return {"rows": rows, "right": key if isinstance(key, list) else [key]}


class SingleForm(ChoiceForm):
    """One right answer."""

    kind = Kind.SINGLE


class MultiForm(ChoiceForm):
    """Several right answers."""

    kind = Kind.MULTI


class StatementForm(ChoiceForm):
    """True or false: two lines that are there already."""

    kind = Kind.TRUEFALSE
    rows = FieldList(FormField(_Line), _l("Options"), min_entries=2, max_entries=2)

    def __init__(self, formdata: Any = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        for entry, text in zip(self.rows.entries, STATEMENT, strict=False):
            entry.form.text.data = entry.form.text.data or text


class OrderForm(_Lined):
    """Lines, typed in the right order."""

    kind = Kind.ORDER
    part = "quizzes/trainer/_order.html"
    rows = FieldList(FormField(_Line), _l("Lines in the right order"), min_entries=LINES, max_entries=100)

    def shape(self) -> tuple[Any, Any, dict[str, str]]:
        """See `QuestionForm`."""
        lines = [entry.form.text.data.strip() for entry in self.filled("text")]
        return lines, list(range(len(lines))), {}

    @staticmethod
    def fill(words: dict[str, Any]) -> dict[str, Any]:
        """What the fields hold of a question."""
        return {"rows": [{"text": words["options"][place]} for place in words["key"]]}


class MatchForm(_Lined):
    """Pairs, and right sides that go with nothing."""

    kind = Kind.MATCH
    part = "quizzes/trainer/_pairs.html"
    rows = FieldList(FormField(_Pair), _l("Pairs"), min_entries=LINES, max_entries=rules.MOST_OPTIONS)
    others = TextAreaField(
        _l("Others to choose from"),
        description=_l("One on each line. They go with nothing, so that the last pair is no gift."),
        validators=[Optional(), Length(max=rules.OPTION, message=TOO_LONG)],
    )

    def shape(self) -> tuple[Any, Any, dict[str, str]]:
        """See `QuestionForm`."""
        pairs = [(entry.form.left.data.strip(), (entry.form.right.data or "").strip()) for entry in self.filled("left")]
        if not all(right for _left, right in pairs):
            raise TooFewOptions()
        sides = {right for _left, right in pairs} | {line.strip() for line in (self.others.data or "").splitlines()}
        right = sorted(sides - {""}, key=lambda text: (text.casefold(), text))
        key = {str(place): right.index(side) for place, (_left, side) in enumerate(pairs)}
        return {"left": [left for left, _right in pairs], "right": right}, key, {}

    @staticmethod
    def fill(words: dict[str, Any]) -> dict[str, Any]:
        """What the fields hold of a question."""
        options, key = words["options"], words["key"]
        rows = [{"left": left, "right": options["right"][key[str(n)]]} for n, left in enumerate(options["left"])]
        others = [side for place, side in enumerate(options["right"]) if place not in key.values()]
        return {"rows": rows, "others": "\n".join(others)}


class NumericForm(QuestionForm):
    """A number and how far off an answer may be."""

    kind = Kind.NUMERIC
    part = "quizzes/trainer/_number.html"
    value = StringField(_l("Right number"), validators=[Length(max=40, message=TOO_LONG)])
    tolerance = StringField(
        _l("How far off it may be"),
        description=_l("0 or empty: exactly this number."),
        validators=[Optional(), Length(max=40, message=TOO_LONG)],
    )
    unit = StringField(
        _l("Unit"),
        description=_l("For example kg, đồng or %. Learners may leave it out."),
        validators=[Optional(), Length(max=40, message=TOO_LONG)],
    )

    def shape(self) -> tuple[Any, Any, dict[str, str]]:
        """See `QuestionForm`."""
        key = {"value": _number(self.value.data), "tolerance": _number(self.tolerance.data or "0")}
        return {"unit": self.unit.data or ""}, key, {}

    def refuse(self, rule: RuleBroken) -> None:
        """See `QuestionForm`."""
        if not isinstance(rule, NoNumber):
            super().refuse(rule)
            return
        unclear = self.value.data and _read(self.value.data) is not None
        self.broken("tolerance" if unclear else "value", rule)

    @staticmethod
    def fill(words: dict[str, Any]) -> dict[str, Any]:
        """What the fields hold of a question."""
        key = {name: _typed(words["key"][name]) for name in ("value", "tolerance")}
        return {**key, "unit": (words["options"] or {}).get("unit", "")}


class ShortForm(QuestionForm):
    """Words that are accepted, and what a trainer looks at in the others."""

    kind = Kind.SHORT
    part = "quizzes/trainer/_short.html"
    accepted = TextAreaField(
        _l("Accepted answers"),
        description=_l("One on each line. An answer that is one of them is right by itself."),
        validators=[Optional(), Length(max=20_000, message=TOO_LONG)],
    )
    strict = BooleanField(_l("Tone marks and capitals count"))
    rubric = TextAreaField(
        _l("What a trainer looks at"),
        description=_l("With it, every other answer waits for a trainer. Without it, it earns nothing."),
        validators=[Optional(), Length(max=20_000, message=TOO_LONG)],
    )

    def shape(self) -> tuple[Any, Any, dict[str, str]]:
        """See `QuestionForm`."""
        forms = [line.strip() for line in (self.accepted.data or "").splitlines()]
        key = {"accepted": list(dict.fromkeys(filter(None, forms))), "rubric": self.rubric.data or ""}
        return {"strict": bool(self.strict.data)}, key, {}

    @staticmethod
    def fill(words: dict[str, Any]) -> dict[str, Any]:
        """What the fields hold of a question."""
        key = words["key"]
        strict = bool((words["options"] or {}).get("strict"))
        return {"accepted": "\n".join(key["accepted"]), "rubric": key["rubric"], "strict": strict}


FORMS: dict[str, Any] = {
    form.kind: form
    for form in (SingleForm, MultiForm, StatementForm, MatchForm, OrderForm, NumericForm, ShortForm)
}  # fmt: skip


def empty(kind: str, typed: Any, lessons: list[Lesson]) -> Any:
    """The sheet of a new question."""
    return FORMS[kind](typed, lessons=lessons)


def filled(words: dict[str, Any], typed: Any, lessons: list[Lesson], *, seen: int) -> Any:
    """The sheet of a question as it is, with what was `typed` over it."""
    form = FORMS[words["kind"]]
    return form(typed, lessons=lessons, seen=str(seen), **said(words, lessons), **form.fill(words))


def _read(typed: str) -> Decimal | None:
    found = readings(typed)
    return found.pop() if len(found) == 1 else None


def _number(typed: str | None) -> float:
    """What a trainer typed as a number; only where it can be read in one way."""
    if not typed:
        raise NoNumber()
    found = _read(typed)
    if found is None:
        raise NumberUnclear()
    return int(found) if found == found.to_integral_value() else float(found)


def _typed(value: float) -> str:
    """A number as it can be typed again: three decimals would look like thousands."""
    whole, _point, decimals = f"{Decimal(str(value)):f}".partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if decimals else whole
