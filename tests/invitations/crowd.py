"""A youth union's list as they come, of any length: the same one every time."""

import random
import unicodedata

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Lò", "Giàng", "Vàng", "Tẩn", "Quàng")
MIDDLES = ("Văn", "Thị", "A", "Quốc", "Minh", "Thu", "Ngọc", "Hữu", "Đức", "Thanh", "Mạnh", "Hải", "Mẩy", "Láo")
GIVEN = ("An", "Bình", "Chứ", "Dung", "Páo", "Hoa", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Quỳnh", "Uyên", "Đào", "Ương")
PLACES = ("Lai Châu", "tỉnh Lai Châu", "Hà Giang", "TP. Hồ Chí Minh", "Bà Rịa - Vũng Tàu", "Sơn La", "12", "TP.HCM",
          "Xã Phìn Hồ, huyện Nậm Nhùn, Lai Châu", "Thừa Thiên Huế", "")  # fmt: skip
HEADINGS = ("STT", "Họ và tên", "Số điện thoại", "Email", "Ngày sinh", "Giới tính", "Tỉnh/TP")


def _phone(draw, number):
    digits = f"{draw.choice(('91', '98', '35', '86', '70'))}{number:07d}"
    return draw.choice(
        (digits, "0" + digits, "84" + digits, f"0{digits[:3]} {digits[3:6]} {digits[6:]}", f"+84 {digits}",
         f"0{digits} / 0987654321", f"{digits}.0", f"0{digits[:3]}.{digits[3:6]}.{digits[6:]}")
    )  # fmt: skip


def _born(draw):
    year, month, day = draw.randint(1994, 2009), draw.randint(1, 12), draw.randint(1, 28)
    return draw.choice(
        (str(year), f"{day:02}/{month:02}/{year}", f"{year}-{month:02}-{day:02}", f"{day}/{month}/{year}")
    )


def rows(count):
    """`count` lines under HEADINGS: about one in forty cannot be read, one in a hundred stands there twice."""
    draw, made = random.Random(50), []
    for number in range(1, count + 1):
        name = f"{draw.choice(FAMILIES)} {draw.choice(MIDDLES)} {draw.choice(MIDDLES)} {draw.choice(GIVEN)}"
        if draw.random() < 0.1:
            name = unicodedata.normalize("NFD", name)
        phone = _phone(draw, number) if draw.random() < 0.9 else ""
        email = f"ban{number}@gmail.com" if draw.random() < 0.2 else ""
        if draw.random() < 0.02:
            phone = f"0168{number:07d}"
        line = [str(number), name, phone, email, _born(draw), draw.choice(("Nam", "Nữ", "nữ", "")), draw.choice(PLACES)]
        if draw.random() < 0.005:
            line[1] = ""
        if made and draw.random() < 0.01:
            line = [str(number), *draw.choice(made[-100:])[1:]]
        made.append(line)
    return made


def csv(count):
    """The list as Excel in Vietnamese writes it: a title above, semicolons, UTF-8 with its mark."""
    text = ["DANH SÁCH ĐOÀN VIÊN THAM GIA HỌC;;;;;;", ";;;;;;", ";".join(HEADINGS)]
    return ("\ufeff" + "\r\n".join([*text, *(";".join(line) for line in rows(count)), ""])).encode()
