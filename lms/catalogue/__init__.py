"""Catalogue: what is taught.

Owns tracks, modules and lessons (text first), the shipped curriculum they come from, and which lessons a
person has marked as read. Does not own quizzes, classes or who has completed what.

Words: Track (*Chuyên đề*) → Module (*Học phần*) → Lesson (*Bài học*) · Read (*Đã học xong*).
"""
