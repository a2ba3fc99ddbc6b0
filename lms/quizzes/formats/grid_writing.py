"""Writing a table of questions, and the empty one to fill in. Pure."""

from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from lms.files import tables
from lms.quizzes.formats import amounts
from lms.quizzes.formats.grid import LINE_END
from lms.quizzes.formats.grid_columns import DIFFICULTIES, HEADINGS, TYPES, heading
from lms.quizzes.formats.items import TRUE, Choice, Item, Number, Type, shares

#: Options that always have a column.
LEAST = 8


def write(items: Iterable[Item], named: str) -> bytes:
    """CSV or XLSX of the questions."""
    rows = [cells(item) for item in items]
    last = max([LEAST, *(len(set(row) & set(ascii_uppercase)) for row in rows)])
    columns = [name for name in HEADINGS if name not in ascii_uppercase[last:] and name != "note"]
    made = [[row.get(name, "").replace("\n", LINE_END) for name in columns] for row in rows]
    headings = [heading(name) for name in columns]
    return tables.write_csv(headings, made) if named == "csv" else tables.write_xlsx(headings, made, sheet="Câu hỏi")


def template(named: str = "xlsx") -> bytes:
    """A table with a question of each type, to write over."""
    return write(EXAMPLES, named)


def cells(item: Item) -> dict[str, str]:
    """The cells of a question, by column."""
    row = {
        "code": item.code, "name": item.name, "text": item.text, "type": TYPES[Type(item.type)][0],
        "explanation": item.general_feedback, "category": item.category, "tags": ", ".join(item.tags),
        "difficulty": DIFFICULTIES[item.difficulty - 1][0] if item.difficulty else "",
        "text_format": "" if item.text_format == "plain" else item.text_format,
    }  # fmt: skip
    options: Sequence[str] = [choice.text for choice in item.choices]
    if item.type in (Type.SINGLE, Type.MULTI):
        row["answer"] = ", ".join(
            place for place, choice in zip(ascii_uppercase, item.choices, strict=False) if choice.fraction > 0
        )
    elif item.type == Type.TRUEFALSE:
        right = next(choice.text for choice in item.choices if choice.fraction > 0)
        options, row["answer"] = [], "đúng" if right == TRUE else "sai"
    elif item.type == Type.MATCH:
        options = [f"{left} -> {right}".strip() for left, right in item.pairs]
    elif item.type == Type.NUMERIC:
        number = item.numeric[0]
        row |= {"answer": "" if number.value is None else amounts.by_hand(number.value), "unit": item.unit}
        row["tolerance"] = amounts.by_hand(number.tolerance) if number.tolerance else ""
    row |= {"rubric": item.rubric, "strict": "x" if item.strict else ""}
    return row | dict(zip(ascii_uppercase, options, strict=False))


EXAMPLES = (
    Item(Type.SINGLE, "Giờ nào đông người xem live nhất?", text_format="plain",
         choices=shares(("6 giờ", "12 giờ", "20 giờ"), (False, False, True)),
         general_feedback="Buổi tối mọi người rảnh tay.", category="T3.5", tags=("live", "giờ vàng"), difficulty=1),
    Item(Type.MULTI, "Chọn những thứ không nên để lộ.", text_format="plain",
         choices=shares(("Số căn cước", "Ảnh sản phẩm", "Mã OTP"), (True, False, True), several=True)),
    Item(Type.TRUEFALSE, "Bài đã xóa vẫn có thể còn ở nơi khác.", text_format="plain",
         choices=(Choice("true", 100), Choice("false", 0))),
    Item(Type.MATCH, "Ghép nơi với đặc sản.", text_format="plain",
         pairs=(("Mộc Châu", "sữa"), ("Cao Phong", "cam"), ("", "thanh long"))),
    Item(Type.ORDER, "Sắp xếp các bước đăng bán (viết theo thứ tự đúng).", text_format="plain",
         choices=(Choice("Chụp ảnh"), Choice("Viết mô tả"), Choice("Đăng lên sàn"))),
    Item(Type.NUMERIC, "Gói chè giá vốn 60.000 đồng, muốn lãi 40.000 đồng. Giá bán là bao nhiêu?", text_format="plain",
         numeric=(Number(100_000, 500),), unit="đồng", difficulty=2),
    Item(Type.SHORT, "Viết tắt của “mỗi xã một sản phẩm”?", text_format="plain", choices=(Choice("OCOP", 100),)),
    Item(Type.ESSAY, "Viết một dòng giới thiệu cửa hàng của bạn.", text_format="plain",
         rubric="Có nêu bán gì, ở đâu, cho ai", difficulty=3),
)  # fmt: skip
