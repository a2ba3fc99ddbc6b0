"""Vietnamese letters from before Unicode: which way of writing them a text is in, and the text as it was meant. Pure.

Three of them look like Western European text and are told apart by whether the words are Vietnamese syllables:
Windows-1258, TCVN3 (TCVN 5712:1993 VN3, the fonts that begin with .Vn) and UTF-8 that was read as Windows-1252.
"""

import re
from itertools import islice
from typing import NamedTuple

from lms.core.text import nfc

#: TCVN3 from byte 0xA1 on; a dot where there is no letter.
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ"
)  # fmt: skip
_FROM_TCVN3 = {byte: letter for byte, letter in enumerate(_TCVN3, 0xA1) if letter != "."}
#: Windows-1252 with its five holes filled as browsers do (WHATWG Encoding).
_BYTE_OF = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(256)}

_LETTER_OF = {byte: char for char, byte in _BYTE_OF.items()}
_BYTE_OF |= {chr(byte): byte for byte in range(0x80, 0xA0)}

_TONES = str.maketrans(
    "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]"
_RHYME = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|[ăâ][ckmnpt]|[ăâ]ng|âu|ây|e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|"
    "êu|i|ia|ich|im|in|inh|ip|it|iu|[iy]ê[cmnptu]|[iy]êng|o|oa|oac|oach|oa[imnopty]|oang|oanh|oă[cmnpt]|oăng|oe|oe[no]|"
    "oet|oc|oi|om|on|ong|op|ot|oong|[ôơ]|ôc|[ôơ][imnpt]|ông|u|ua|uc|ui|um|un|ung|up|ut|uâ[nty]|uâng|uê|uêch|uênh|uơ|uy|"
    "uya|uy[ntu]|uych|uynh|uyê[nt]|uô[cimnt]|uông|ư|ưa|ưc|ưi|ưng|ưt|ưu|ươ[cimnptu]|ương|y"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_RHYME})")
#: A run between spaces and common signs.
_WORD = re.compile(r"[^\s,;:.\"'()/|0-9-]+")
#: Characters that are looked at, and words among them.
LOOKED_AT, WORDS = 200_000, 2_000


class Meant(NamedTuple):
    """A text as it was meant, how it was written ("" as it stands), and whether it reads as Vietnamese, 0 to 1."""

    text: str
    way: str
    sense: float


def sense(text: str) -> float:
    """Which part of the words with letters beyond ASCII are Vietnamese syllables: 0 to 1, 1 without such words."""
    words = (found[0] for found in _WORD.finditer(text[:LOOKED_AT]) if not found[0].isascii())
    plain = [nfc(word).lower().translate(_TONES) for word in islice(words, WORDS)]
    return sum(bool(_SYLLABLE.fullmatch(word)) for word in plain) / len(plain) if plain else 1.0


def western(raw: bytes) -> str:
    """Bytes read as Windows-1252, which takes any."""
    return raw.decode("latin-1").translate(_LETTER_OF)


def looks_old(text: str) -> bool:
    """Whether every letter beyond ASCII is a Western European one, and there are many: no Vietnamese of today."""
    beyond = [char for char in text[:LOOKED_AT] if char > "\x7f"]
    return len(beyond) > 20 and all(char in _BYTE_OF for char in beyond)


def as_meant(text: str) -> Meant:
    """The most Vietnamese reading of a text; the text itself where another is no better."""
    found = Meant(text, "", sense(text))
    if found.sense > 0.9 or any(char not in _BYTE_OF for char in text[:LOOKED_AT]):
        return found
    for way in ("utf-8", "windows-1258", "tcvn3"):
        meant = as_read(text, way)
        if sense(meant) > found.sense:
            found = Meant(meant, way, sense(meant))
    return found


def as_read(text: str, way: str) -> str:
    """What was read as Windows-1252, read in another way: "utf-8", "windows-1258" or "tcvn3"."""
    if text.isascii():
        return text
    raw = bytes(_BYTE_OF.get(char, 0x3F) for char in text)
    if way == "tcvn3":
        return raw.decode("latin-1").translate(_FROM_TCVN3)
    return nfc(raw.decode("cp1258" if way == "windows-1258" else way, "replace"))
