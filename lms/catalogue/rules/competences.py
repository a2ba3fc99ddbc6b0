"""What modules train: components of two competence frameworks."""

from typing import NamedTuple


class Competence(NamedTuple):
    """A component of a competence framework, in both languages."""

    vi: str
    en: str


#: Circular 02/2025/TT-BGDĐT: 6 domains (I–VI), 24 components.
COMPETENCES = {
    "1.1": Competence("Duyệt, tìm kiếm và lọc dữ liệu, thông tin và nội dung số", "Browsing, searching and filtering"),
    "1.2": Competence("Đánh giá dữ liệu, thông tin và nội dung số", "Evaluating data and information"),
    "1.3": Competence("Quản lý dữ liệu, thông tin và nội dung số", "Managing data and information"),
    "2.1": Competence("Tương tác thông qua công nghệ số", "Interacting through digital technologies"),
    "2.2": Competence("Chia sẻ thông tin và nội dung thông qua công nghệ số", "Sharing information and content"),
    "2.3": Competence("Sử dụng công nghệ số để thực hiện trách nhiệm công dân", "Taking part as a citizen"),
    "2.4": Competence("Hợp tác thông qua công nghệ số", "Collaborating through digital technologies"),
    "2.5": Competence("Quy tắc ứng xử trên mạng", "Netiquette"),
    "2.6": Competence("Quản lý danh tính số", "Managing digital identity"),
    "3.1": Competence("Phát triển nội dung số", "Developing digital content"),
    "3.2": Competence("Tích hợp và tạo lập lại nội dung số", "Integrating and re-elaborating digital content"),
    "3.3": Competence("Thực thi bản quyền và giấy phép", "Copyright and licences"),
    "3.4": Competence("Lập trình", "Programming"),
    "4.1": Competence("Bảo vệ thiết bị", "Protecting devices"),
    "4.2": Competence("Bảo vệ dữ liệu cá nhân và quyền riêng tư", "Protecting personal data and privacy"),
    "4.3": Competence("Bảo vệ sức khỏe và an sinh số", "Protecting health and well-being"),
    "4.4": Competence("Bảo vệ môi trường", "Protecting the environment"),
    "5.1": Competence("Giải quyết các vấn đề kỹ thuật", "Solving technical problems"),
    "5.2": Competence("Xác định nhu cầu và giải pháp công nghệ", "Identifying needs and technological responses"),
    "5.3": Competence("Sử dụng sáng tạo công nghệ số", "Using digital technologies creatively"),
    "5.4": Competence("Xác định các vấn đề cần cải thiện về năng lực số", "Identifying digital competence gaps"),
    "6.1": Competence("Hiểu biết về trí tuệ nhân tạo", "Understanding artificial intelligence"),
    "6.2": Competence("Sử dụng trí tuệ nhân tạo", "Using artificial intelligence"),
    "6.3": Competence("Đánh giá trí tuệ nhân tạo", "Evaluating artificial intelligence"),
}

#: UNESCO AI competency framework for students (2024), columns *understand* and *apply*.
UNESCO = {
    "HA": Competence("Con người làm chủ AI", "Human agency"),
    "HAc": Competence("Con người chịu trách nhiệm", "Human accountability"),
    "EA": Competence("Đạo đức trong việc làm", "Embodied ethics"),
    "SR": Competence("Dùng AI an toàn, có trách nhiệm", "Safe and responsible use"),
    "AF": Competence("Nền tảng về AI", "AI foundations"),
    "AS": Competence("Kỹ năng ứng dụng AI", "Application skills"),
}
