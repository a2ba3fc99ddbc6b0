"""Names as they are shown in a live room: what is typed around a name is taken off, and what is left can be compared.

Nothing here knows a class but the marks that are used in it. Every function takes time linear in its input, which is
cut to LONGEST signs.
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import NamedTuple

from lms.core.text import SHAPES, fold, nfc
from lms.people.rules import MARK_LENGTH, MARK_SIGNS

#: Signs of a shown name that are looked at. Zoom lets 64 be typed.
LONGEST = 200
#: A class of thousands is made of a few hundred words.
WORDS_KEPT = 4096

#: A run of letters and digits, with the marks that have no letter of their own.
RUN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
#: What stands between a name and something else; a space or a dot does not.
BETWEEN = re.compile(r"[()\[\]{}<>|/\\,;:•·~+&\"*=\-_]+")
#: A mark behind its sign.
SIGNED = re.compile(rf"#\s*([{MARK_SIGNS}{MARK_SIGNS.lower()}]{{{MARK_LENGTH}}})(?![^\W_])")
#: Four signs standing alone: a mark only if the class uses it, and never a number.
ALONE = re.compile(rf"(?<![^\W_])([{MARK_SIGNS}{MARK_SIGNS.lower()}]{{{MARK_LENGTH}}})(?![^\W_])")
#: An old mark has no digit and can be a word: "Lê# Tuan" is a name whose comma Zoom made a #.
SYLLABLE = re.compile("(?:[BCDGHKLMNPQRSTVX]|[CGKNPT]H|NGH?|TR|QU)?[AEIOUY]{1,3}(?:NG|NH|CH|[CMNPT])?")
OWNER = re.compile(r"'s(?![^\W_])", re.IGNORECASE)
#: Categories of emoji, flags, private and broken signs; drawn words (𝓛𝓪𝓷) have become letters by then.
PICTURES = frozenset({"So", "Sk", "Cs", "Co", "Cn"})


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


BRANDS = _set(
    "iphone ipad ipod macbook imac galaxy samsung oppo vivo redmi xiaomi realme poco huawei nokia vsmart bphone "
    "oneplus tecno infinix android smartphone laptop desktop pc windows lenovo thinkpad asus acer dell"
)
DEVICES = ("dien thoai", "may tinh bang", "may tinh", "zoom user", "tablet")
#: What stands beside the name of a device and is no name then.
MODELS = _set(
    "pro max plus ultra note lite prime air mini tab reno find edge fold flip se xr xs x fe sm cph rmx phone mobile my "
    "cua of"
)
#: What people are in a class, without tones. Taken off at either end of a name.
ROLES = frozenset(
    {"tro giang", "lop pho", "lop truong", "bi thu", "pho bi thu", "to truong", "to pho", "nhom truong", "nhom pho"}
    | {"hoc vien", "sinh vien", "hoc sinh", "giang vien", "giao vien", "dieu phoi vien", "cong tac vien", "thu ky"}
    | {"tinh nguyen vien", "can bo", "khach", "khach moi", "chua xac minh", "ben ngoai", "guest", "unverified"}
    | {"external", "host", "co host", "admin", "hv", "sv", "hs", "gv", "ctv", "tnv", "bch", "stt"}
)
#: What stands before a number: "Lớp 12", "Tổ 3".
LABELS = _set("stt so to nhom lop khoa team group ca buoi")
#: Names that anybody may show.
ANYBODY = _set("zoom user nguoi dung toi em test meeting online unknown name no ten khong")


class Word(NamedTuple):
    """A word without case and tones, and its marks in order. ̉ and ̃ are one: many write one for the other."""

    bare: str
    marks: str


class Shown(NamedTuple):
    """A shown name taken apart."""

    #: Every word but marks and numbers, as written.
    literal: tuple[Word, ...]
    #: Without roles, labels and devices.
    words: tuple[Word, ...]
    #: The same, by what stands between brackets, dashes and commas; only if there are several.
    parts: tuple[tuple[Word, ...], ...]
    #: Personal marks in capitals: those behind a #, and those of the class.
    marks: tuple[str, ...]
    #: It is the name of a phone or a computer; `words` are its owner's.
    device: bool
    #: A word says that it may be somebody else (mother, for, …).
    related: bool

    @property
    def bare(self) -> list[str]:
        """The words without tones."""
        return [word.bare for word in self.words]


def key(name: str) -> str:
    """What a shown name is remembered by: no case, tones, emoji and punctuation. Numbers and marks stay, for they
    tell two people of one name apart."""
    folded = fold(_plain(name))
    known = " ".join(re.findall(r"#?[^\W_]+", re.sub(r"#\s+", "#", folded)))
    return (known or fold(name) or "?")[:LONGEST]


def words_of(name: str) -> tuple[Word, ...]:
    """The words of a name: "H'Hen Niê" is h, hen and nie."""
    return tuple(_word(run) for run in RUN.findall(_plain(name)))


def take_apart(name: str, marks: Container[str] = ()) -> Shown:
    """A shown name; `marks`: those of the class, which count without their # too."""
    text, found = _without_marks(OWNER.sub(" ", _plain(name)), marks)
    device = _is_device(text)
    parts = [_strip(RUN.findall(part), device) for part in BETWEEN.split(text.replace("#", ","))]
    parts = [part for part in parts if part]
    literal = tuple(_word(word) for run in RUN.findall(text) if (word := _letters_of(run)))
    words = tuple(word for part in parts for word in part)
    shown = Shown(literal, words, tuple(parts) if len(parts) > 1 else (), found, device, False)
    related = not device and (not RELATIONS.isdisjoint(words) or PARENT in " ".join(shown.bare))
    return shown._replace(related=related)


def is_personal(name: str) -> bool:
    """Whether a name may be remembered as somebody's: "iPhone" and "Mẹ" may be anybody's."""
    shown = take_apart(name)
    own = [word for word in shown.words if word not in RELATIONS and word.bare not in ANYBODY]
    number = re.search(r"\d{9}", re.sub(r"[\s.]", "", name[:LONGEST]))
    return bool(own or shown.marks or number)


def same_letters(one: Iterable[Word], other: Iterable[Word]) -> bool:
    """Whether two writings of the same letters can be one name: the same tones, or one of them has none at all.

    Hoà and Hòa are the same. Hùng and Hưng are two people.
    """
    first, second = [word.marks for word in one], [word.marks for word in other]
    if len(first) != len(second):
        first, second = sorted("".join(first)), sorted("".join(second))
    return first == second or not any(first) or not any(second)


@lru_cache(WORDS_KEPT)
def typed_raw(word: str) -> str:
    """A folded word typed as Telex with the keyboard off, as it was meant, without tones: "nguyeenx" is "nguyen"."""
    head, rest = re.fullmatch(r"([^aeiouy]*)(.*)", word).groups()
    return head.replace("dd", "d") + re.sub(r"([aeo])\1", r"\1", re.sub("[sfrxjwzd]", "", rest))


def _plain(name: str) -> str:
    """Composed, full-width signs made plain, without pictures and invisible signs."""
    text = unicodedata.normalize("NFKC", nfc(name[:LONGEST])).translate(SHAPES)
    kept = (" " if unicodedata.category(sign) in PICTURES else sign for sign in text)
    return "".join(sign for sign in kept if unicodedata.category(sign) not in {"Cf", "Me"} and sign != "\ufe0f")


def _without_marks(text: str, of_class: Container[str]) -> tuple[str, tuple[str, ...]]:
    """(the text without its marks, the marks)."""
    found: list[str] = []

    def signed(hit: re.Match[str]) -> str:
        mark = hit[1].upper()
        if SYLLABLE.fullmatch(mark) and (mark not in of_class or hit[0][1].isspace()):
            return hit[0]
        found.append(mark)
        return " , "

    def alone(hit: re.Match[str]) -> str:
        mark = hit[1].upper()
        if mark not in of_class or mark.isdecimal() or SYLLABLE.fullmatch(mark):
            return hit[0]
        found.append(mark)
        return " , "

    left = ALONE.sub(alone, SIGNED.sub(signed, text))
    return left, tuple(dict.fromkeys(found))


def _has_digit(text: str) -> bool:
    return any(sign.isdecimal() for sign in text)


def _is_device(text: str) -> bool:
    folded = " ".join(re.findall(r"[^\W\d_]+", fold(text)))
    known = any(word in BRANDS for word in folded.split())
    return known or any(f" {words} " in f" {folded} " for words in DEVICES) or bool(re.search(r"\bSM-[A-Z]\d", text))


def _letters_of(run: str) -> str:
    """A word without the number in front or behind it; "" for K3, 12A1 and A125F."""
    word = run.strip("0123456789")
    return "" if _has_digit(word) or (word != run and len(word) < 2) else word


def _strip(runs: list[str], device: bool) -> tuple[Word, ...]:
    """The words of one part without numbers, labels, roles and, if it is one, the name of a device."""
    words = []
    for place, run in enumerate(runs):
        before_number = place + 1 < len(runs) and runs[place + 1].isdecimal()
        if not _has_digit(run) and not (before_number and fold(run) in LABELS):
            words.append(_word(run))
    if device:
        text = " ".join(word.bare for word in words)
        for phrase in DEVICES:
            text = f" {text} ".replace(f" {phrase} ", " ").strip()
        left = set(text.split()) - BRANDS - MODELS
        words = [word for word in words if word.bare in left]
    return _without_roles(tuple(words))


def _without_roles(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words between the roles at either end."""
    for length in (3, 2, 1):
        for ends, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            if len(ends) == length and " ".join(word.bare for word in ends) in ROLES:
                return _without_roles(rest)
    return words


@lru_cache(WORDS_KEPT)
def _word(run: str) -> Word:
    apart = unicodedata.normalize("NFD", run.lower())
    marks = ("\u0309" if sign == "\u0303" else sign for sign in apart if sign == "đ" or unicodedata.combining(sign))
    return Word(fold(run), "".join(sorted(marks)))


#: Whoever writes one of these beside a name may be somebody else: the mother, or one who stands in. With their
#: tones, for Hồ, Võ, Bàn and Châu are names.
RELATIONS = frozenset(
    map(_word, _set("mẹ me bố bo ba má cha ph vợ chồng chong bạn của cua thay hộ con cháu mom dad of for"))
)
PARENT = "phu huynh"
