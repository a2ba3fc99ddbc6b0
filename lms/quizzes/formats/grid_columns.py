"""The columns of a table of questions, and the words in its cells, in Vietnamese and English. Pure.

    Câu hỏi (Question)       the text; the only column that must be there
    Loại (Type)              một đáp án, nhiều đáp án, đúng/sai, ghép đôi, sắp xếp, số, trả lời ngắn, tự luận, đoạn dẫn;
                             or single, multiple, true/false, matching, ordering, numeric, short answer, essay,
                             description; left empty, it is told from the answers
    Lựa chọn A … Z           answers to choose; accepted forms of a short answer; lines in their right order;
    (Option A … Z)           pairs "left -> right" (nothing on the left: a right side too many)
    Đáp án đúng (Answer)     letters (B · A, C), đúng or sai, a number, or a range 3..5
    Sai số (Tolerance) · Đơn vị (Unit)            of a number
    Giải thích (Explanation)                      shown after the answer
    Học phần (Module) · Thẻ (Tags) · Độ khó (Difficulty: dễ, trung bình, khó)
    Mã (Code) · Tên (Name) · Định dạng (Format: plain, markdown, html, moodle; left empty: plain)
    Tiêu chí chấm (Rubric) · Phân biệt hoa thường (Capitals count: x)
    Cần sửa (To mend): why a question was refused before; read over

A line end within a cell is written ⏎. Right answers share the marks, wrong ones take them away (see `items.shares`).
"""

import re
from string import ascii_uppercase

from lms.core.text import fold
from lms.quizzes.formats.items import Type

#: Vietnamese heading, English heading, other names (folded).
HEADINGS: dict[str, tuple[str, str, frozenset[str]]] = {
    "note": ("Cần sửa", "To mend", frozenset({"ghi chu khi doc"})),
    "code": ("Mã", "Code", frozenset({"ma cau hoi", "id", "idnumber", "question id"})),
    "name": ("Tên", "Name", frozenset({"ten cau hoi", "tieu de", "title", "question name"})),
    "text": ("Câu hỏi", "Question", frozenset({"noi dung", "noi dung cau hoi", "question text", "text", "cau"})),
    "type": ("Loại", "Type", frozenset({"loai cau hoi", "dang", "dang cau hoi", "kind", "question type"})),
    **{
        place: (
            f"Lựa chọn {place}",
            f"Option {place}",
            frozenset(f"{word}{place.lower()}" for word in ("", "dap an ", "phuong an ", "choice ", "answer ")),
        )
        for place in ascii_uppercase
    },
    "answer": (
        "Đáp án đúng",
        "Answer",
        frozenset({"dap an", "tra loi dung", "correct", "correct answer", "right answer", "key", "correct option"}),
    ),
    "tolerance": ("Sai số", "Tolerance", frozenset({"dung sai"})),
    "unit": ("Đơn vị", "Unit", frozenset({"don vi tinh"})),
    "explanation": ("Giải thích", "Explanation", frozenset({"loi giai", "feedback", "general feedback", "giai dap"})),
    "category": ("Học phần", "Module", frozenset({"category", "danh muc", "chu de", "topic", "mo dun"})),
    "tags": ("Thẻ", "Tags", frozenset({"tag", "nhan", "tu khoa", "keywords"})),
    "difficulty": ("Độ khó", "Difficulty", frozenset({"muc do", "level", "do kho"})),
    "text_format": ("Định dạng", "Format", frozenset({"text format"})),
    "rubric": ("Tiêu chí chấm", "Rubric", frozenset({"goi y cham", "huong dan cham", "grader info"})),
    "strict": ("Phân biệt hoa thường", "Capitals count", frozenset({"case sensitive", "strict"})),
}
#: What each type is called: as it is written, then other names (folded, without signs).
TYPES: dict[Type, tuple[str, ...]] = {
    Type.SINGLE: ("một đáp án", "single", "single choice", "trac nghiem", "multichoice", "chon mot", "mcq"),
    Type.MULTI: ("nhiều đáp án", "multiple", "multi", "multiple answers", "chon nhieu", "nhieu lua chon"),
    Type.TRUEFALSE: ("đúng/sai", "true false", "truefalse", "tf", "dung hay sai", "dung hoac sai"),
    Type.MATCH: ("ghép đôi", "matching", "match", "noi", "ghep", "ghep cap", "ghep noi"),
    Type.ORDER: ("sắp xếp", "ordering", "order", "thu tu", "sap xep thu tu"),
    Type.NUMERIC: ("số", "numeric", "numerical", "number", "dien so", "so hoc"),
    Type.SHORT: ("trả lời ngắn", "short", "short answer", "shortanswer", "dien tu", "dien vao cho trong"),
    Type.ESSAY: ("tự luận", "essay", "viet"),
    Type.DESCRIPTION: ("đoạn dẫn", "description", "mo ta", "huong dan"),
}
DIFFICULTIES = (("dễ", "easy", "1"), ("trung bình", "medium", "2", "vua"), ("khó", "hard", "3", "difficult"))
TRUE, FALSE = ("đúng", "true", "t", "d", "yes", "x"), ("sai", "false", "f", "s", "no")


def bare(text: str) -> str:
    """A word to compare by: folded, without signs."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


_FIELDS = {bare(word): name for name, (vi, en, more) in HEADINGS.items() for word in (vi, en, *more)}
_TYPES = {bare(word): kind for kind, words in TYPES.items() for word in words}
_DIFFICULTIES = {bare(word): number for number, words in enumerate(DIFFICULTIES, 1) for word in words}


def heading(name: str) -> str:
    """The heading of a column as it is written."""
    vi, en, _more = HEADINGS[name]
    return f"{vi} ({en})"


def column(heading: str) -> str | None:
    """The field of a heading in either language, or in both: "Câu hỏi (Question)"."""
    if len(heading) > 100:
        return None
    whole = _FIELDS.get(bare(heading))
    parts = (_FIELDS.get(bare(part)) for part in re.split("[(/]", heading))
    return whole or next((part for part in parts if part), None)


def kind(word: str) -> Type | None:
    """The type that a cell names; None for none we know."""
    return _TYPES.get(bare(word[:100]))


def difficulty(word: str) -> int:
    """1 to 3; 0 for no difficulty we know."""
    return _DIFFICULTIES.get(bare(word[:100]), 0)


def truth(word: str) -> bool | None:
    """True or false in either language; None for neither."""
    known = bare(word[:100])
    return True if known in map(bare, TRUE) else False if known in map(bare, FALSE) else None
