"""One form with a field of every kind, for the page that shows the components."""

from typing import Self

from wtforms import (
    BooleanField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from lms.core.errors import RuleBroken
from lms.core.forms import Form
from lms.core.words import Lazy


class Specimen(RuleBroken):
    """A sentence a rule might say. Invented, so it is not in the catalogues."""

    sentence = Lazy("Nhập số điện thoại đủ 10 số, ví dụ 0912 345 678")


def _offer(**words: str) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in words.items()]


class Specimens(Form):
    """Invented content, in Vietnamese as a learner sees it."""

    name = StringField("Họ và tên", default="Lò Thị Mảy", description="Tên này sẽ in trên giấy chứng nhận.")
    phone = StringField("Số điện thoại", default="0912")
    nickname = StringField("Tên thường gọi", validators=[Optional()])
    province = SelectField("Tỉnh hoặc thành phố", choices=_offer(p12="Lai Châu", p15="Lào Cai"))
    password = PasswordField("Mật khẩu", description="Ít nhất 8 ký tự. Ba từ ghép lại dễ nhớ hơn.")
    story = TextAreaField("Chuyện của bạn")
    device = RadioField("Bạn học bằng máy gì?", choices=_offer(phone="Điện thoại", pc="Máy tính"), default="phone")
    days = SelectMultipleField("Bạn rảnh những tối nào?", choices=_offer(d2="Thứ Hai", d5="Thứ Năm"), default=["d5"])
    remind = BooleanField("Nhắc tôi qua email trước mỗi buổi")

    @classmethod
    def refused(cls) -> Self:
        """The form as it comes back with one wrong field."""
        form = cls()
        form.broken("phone", Specimen())
        return form
