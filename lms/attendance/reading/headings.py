"""The headings of all reports, English, Vietnamese and Korean, and what each of them means. Pure.

Headings are compared folded: without tones, case, spaces beside brackets and stars.
"""

import re
from enum import StrEnum
from functools import lru_cache

from lms.core.text import fold


class Field(StrEnum):
    """What a column holds. Columns of the meeting itself are in `MEETING`."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    EMAIL = "email"
    JOINED = "joined"
    LEFT = "left"
    FIRST_JOINED = "first_joined"
    LAST_LEFT = "last_left"
    MINUTES = "minutes"
    TOTAL = "total"
    DURATION = "duration"
    WHOLE = "whole"
    GUEST = "guest"
    CONSENT = "consent"
    WAITING = "waiting"
    ATTENDED = "attended"
    REGISTRANT = "registrant"
    UPN = "upn"
    ROLE = "role"
    ACTION = "action"
    STAMP = "stamp"
    TOPIC = "topic"
    MEETING_ID = "meeting_id"
    START = "start"
    END = "end"
    RAN = "ran"
    PARTICIPANTS = "participants"
    HOST = "host"
    HOST_EMAIL = "host_email"


#: What is said about the meeting, not about somebody in it.
MEETING = {Field.TOPIC, Field.MEETING_ID, Field.START, Field.END, Field.RAN, Field.PARTICIPANTS}

#: Field -> its headings, separated by "|", as they are written.
_WORDS: dict[Field, str] = {
    Field.NAME: "Name (Original Name)|User Name (Original Name)|Name|Full Name|Participant Name"
    "|Tên (Tên gốc)|Tên người dùng (Tên gốc)|Họ tên (Tên gốc)|Tên|Họ tên|Họ và tên|Tên đầy đủ|Tên người tham gia"
    "|이름(원래 이름)|이름(원본 이름)|사용자 이름(원래 이름)|이름",
    Field.GIVEN: "First name|Given name",
    Field.FAMILY: "Last name|Family name|Surname|Họ",
    Field.EMAIL: "User Email|Email|E-mail|Email address|Email người dùng|Địa chỉ email|Thư điện tử"
    "|사용자 이메일|이메일|이메일 주소",
    Field.JOINED: "Join Time|Joined|Join date|Time joined|Joined at|참가 시간|참여 시간|입장 시간|가입 시간",
    Field.LEFT: "Leave Time|Left|Time exited|Time left|Exit time|Left at|나간 시간|퇴장 시간|떠난 시간",
    Field.FIRST_JOINED: "First Join|First Join Time|Lần tham gia đầu tiên|Tham gia lần đầu|Tham gia lần đầu tiên"
    "|Thời gian tham gia đầu tiên|Lần đầu tham gia",
    Field.LAST_LEFT: "Last Leave|Last Leave Time|Rời đi lần cuối|Rời khỏi lần cuối|Lần rời đi cuối cùng"
    "|Lần rời khỏi cuối cùng|Lần rời cuối cùng|Thời gian rời đi cuối cùng",
    Field.MINUTES: "Duration (Minutes)|Time in Session (minutes)|Thời gian (Phút)|Thời lượng (Phút)"
    "|Thời gian trong phiên (phút)|기간(분)|시간(분)|참여 시간(분)",
    Field.TOTAL: "Total Duration (Minutes)|Tổng thời gian (Phút)|Tổng thời lượng (Phút)|총 기간(분)|총 시간(분)",
    Field.DURATION: "Duration|Thời lượng|Thời gian|기간",
    Field.WHOLE: "In-Meeting Duration|Thời lượng trong cuộc họp|Thời gian trong cuộc họp",
    Field.GUEST: "Guest|Is Guest|Khách|Là khách|게스트",
    Field.CONSENT: "Recording Consent|Recording disclaimer response|Đồng ý ghi|Đồng ý ghi hình|Đồng ý ghi âm"
    "|Phản hồi tuyên bố miễn trừ ghi|녹화 동의",
    Field.WAITING: "In Waiting Room|Waiting Room|Trong phòng chờ|Ở phòng chờ|Ở trong phòng chờ|Đang ở phòng chờ"
    "|Phòng chờ|대기실|대기실에서|대기실에 있음",
    Field.ATTENDED: "Attended|Đã tham dự|Đã tham gia|Tham dự|참석|참석함",
    Field.REGISTRANT: "Registrant ID|ID người đăng ký",
    Field.UPN: "Participant ID (UPN)|Participant ID|UPN|ID người tham gia (UPN)|ID người tham gia",
    Field.ROLE: "Role|Vai trò|역할",
    Field.ACTION: "User Action|Action|Hành động của người dùng|Hành động người dùng|Hành động",
    Field.STAMP: "Timestamp|Dấu thời gian|Mốc thời gian",
    Field.TOPIC: "Topic|Meeting title|Meeting topic|Title|Chủ đề|Tiêu đề cuộc họp|주제",
    Field.MEETING_ID: "Meeting ID|ID|Webinar ID|ID cuộc họp|Mã cuộc họp|ID hội thảo trực tuyến|회의 ID",
    Field.START: "Start Time|Actual Start Time|Meeting start time|Thời gian bắt đầu|Giờ bắt đầu"
    "|Thời gian bắt đầu thực tế|시작 시간",
    Field.END: "End Time|Meeting end time|Thời gian kết thúc|Giờ kết thúc|종료 시간",
    Field.RAN: "Actual Duration (minutes)|Thời lượng thực tế (phút)|Thời gian thực tế (phút)",
    Field.PARTICIPANTS: "Participants|Attended participants|Total Number of Participants|Người tham gia"
    "|Số người tham gia|Unique Viewers|Total Users|참가자",
    Field.HOST: "User Name|Host|Host name|Tên người chủ trì|Người chủ trì|Chủ phòng",
    Field.HOST_EMAIL: "Host email|Email người chủ trì|Email chủ phòng",
}
#: Vietnamese headings that are worded in many ways, folded.
_LIKE = (
    (Field.JOINED, re.compile(r"(?:thoi gian|gio|thoi diem)(?: da)? (?:vao|tham gia|gia nhap)(?: [a-z ]{1,20})?")),
    (Field.LEFT, re.compile(r"(?:thoi gian|gio|thoi diem)(?: da)? (?:roi|ra|thoat)(?: [a-z ]{1,20})?")),
)
LONGEST = 60
#: Sections of a webinar: folded title -> role.
SECTIONS = {
    "host details": "host", "panelist details": "panelist", "attendee details": "attendee",
    "other attended": "attendee", "other attended details": "attendee", "other attendees": "attendee",
    "chi tiet ve nguoi chu tri": "host", "chi tiet nguoi chu tri": "host", "thong tin nguoi chu tri": "host",
    "chi tiet dien gia": "panelist", "chi tiet ve dien gia": "panelist", "thong tin dien gia": "panelist",
    "chi tiet nguoi tham du": "attendee", "chi tiet ve nguoi tham du": "attendee",
    "thong tin nguoi tham du": "attendee", "nguoi khac da tham du": "attendee",
}  # fmt: skip


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """A heading as headings are compared."""
    text = re.sub(r"[*\"“”]+|:\s*$", " ", fold(heading))
    return re.sub(r"\s+", " ", re.sub(r"\s*([()])\s*", r" \1", text)).replace("( ", "(").replace(" )", ")").strip()


_KNOWN = {plain(word): field for field, words in _WORDS.items() for word in words.split("|")}


def field_of(heading: str) -> Field | None:
    """What a heading names."""
    if not heading or len(heading) > LONGEST:
        return None
    text = plain(heading)
    return _KNOWN.get(text) or next((field for field, words in _LIKE if words.fullmatch(text)), None)


def section_of(row: list[str]) -> str | None:
    """The section that a row with a single cell begins: a role of a webinar, "1" … "9" of Teams' numbered ones."""
    filled = [cell for cell in row if cell]
    if len(filled) != 1 or not row[0] or len(row[0]) > LONGEST:
        return None
    numbered = re.match(r"([1-9])\. ?[^\W\d_]", row[0])
    return numbered[1] if numbered else SECTIONS.get(plain(row[0]))


def has_original(heading: str) -> bool:
    """Whether a name stands with another one in brackets below this heading."""
    return plain(heading).endswith(")")


def language_of(heading: str) -> str:
    """`vi`, `ko` or `en`, by the heading of the names."""
    if any("\uac00" <= char <= "\ud7a3" for char in heading):
        return "ko"
    return "vi" if re.match(r"(?:ho|ten)\b", plain(heading)) else "en"
