"""Sixty-five invented people: names as families of many peoples give them, from the mountains to the delta.

Nobody here exists. Phones begin with 0990 000, addresses end in example.com (RFC 2606): neither reaches anybody.
"""

from typing import NamedTuple


class Invented(NamedTuple):
    """Somebody made up: `gender` f, m, o or "" (not told); `birth_year` and `province` 0 and "" when unknown."""

    name: str
    gender: str
    birth_year: int
    province: str


#: Those whom one may be. The learner comes first, national roles before provincial ones.
LEARNER = Invented("Lò Thị Mảy", "f", 2004, "12")
TRAINER = Invented("Phạm Thu Hòa", "f", 1991, "01")
COORDINATOR = Invented("Lường Văn Thắng", "m", 1986, "01")
CARETAKER = Invented("Đặng Thị Nga", "f", 1988, "01")
OF_PROVINCE = Invented("Vàng A Tủa", "m", 1993, "12")
SECOND_TRAINER = Invented("Nông Đức Khải", "m", 1990, "20")

#: name · gender · birth year · province
_REST = """
Giàng A Páo · m · 2003 · 12
Vừ Thị Mỷ · f · 2006 · 12
Sùng A Chư · m · 1999 · 12
Thào Thị Dợ · f · 2005 · 12
Hạng A Sình · m · 2001 · 12
Lầu Thị Pàng · f · 2002 · 11
Mùa A Lử · m · 1997 · 11
Chẻo Láo San · m · 2007 · 12
Tẩn Mý Xeo · f · 2003 · 12
Phàn Lở Mẩy · f · 2000 · 15
Lý A Sài · m · 1998 · 15
Bàn Thị Ngân Hà · f · 2004 · 08
Triệu Mùi Pham · f · 1996 · 04
Lò Văn Ín · m · 2002 · 12
Cà Thị Hặc · f · 2005 · 14
Quàng Văn Pâng · m · 1995 · 14
Tòng Thị Ngoan · f · 2001 · 12
Lường Thị Bích · f · 2003 · 11
Vi Thị Lả · f · 2000 · 40
Pờ Xè Xá · m · 2004 · 12
Lỳ Mò Pư · f · 2006 · 12
Nông Thị Thu Thảo · f · 1999 · 20
Hoàng Văn Tùng Lâm · m · 2002 · 04
Bùi Văn Ót · m · 1998 · 25
Đinh Thị Nhổ · f · 2005 · 25
H’Liên Êban · f · 2003 · 66
Y Thih Mlô · m · 2000 · 66
H’Nguyệt Kbuôr · f · 2007 · 66
A Blưng · m · 1999 · 51
Y Hnhươh · f · 2004 · 51
Rơ Châm Phiên · m · 2001 · 52
K’Brợp · m · 1997 · 68
Ka Dín · f · 2005 · 68
Thạch Thị Sa Rinh · f · 2002 · 86
Kim Sô Khum · m · 2000 · 92
Danh Thị Na Ri · f · 2006 · 91
Trượng Thị Mỹ Nhung · f · 1998 · 56
Nguyễn Phúc Công Tằng Tôn Nữ Hoàng Thị Bảo Khánh · f · 2001 · 46
Nguyễn Thị Thùy Dung · f · 2003 · 01
Trần Quốc Đạt · m · 2005 · 31
Lê Thị Ánh Hồng · f · 2000 · 38
Phạm Gia Huy · m · 2008 · 33
Vũ Hải Yến · f · 1994 · 22
Đỗ Minh Khuê · o · 2002 · 01
Ngô Thị Kiều Oanh · f · 1999 · 24
Dương Văn Lực · m · 2004 · 19
Hồ Thị Ngọc Ẩn · f · 2005 · 44
Phan Thành Ý · m · 1996 · 42
Võ Thị Út · f · 2003 · 80
Huỳnh Tấn Phước · m · 2001 · 82
Đoàn Lê Nhật Uyên · f · 2007 · 48
Trương Vĩnh Xuyên · m · 1985 · 96
Cao Thị Tố Như · f · 2002 · 79
Lâm Bảo Châu · f · 2004 · 79
Nguyễn An · · 2000 · 75
Tạ Đình Quyết · m · 2003 · 37
Mai · f · 0 ·
Đàm Văn Ứng · m · 1979 · 20
Nguyễn Hoàng Thiên Ân · · 2006 · 79
"""


def learners() -> list[Invented]:
    """Everybody but those who have a part."""
    rows = [[part.strip() for part in line.split("·")] for line in _REST.strip().splitlines()]
    return [Invented(name, gender, int(year), province) for name, gender, year, province in rows]
