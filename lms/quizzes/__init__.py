"""Quizzes: questions, attempts and marks.

Owns the bank of questions, the quiz of each module, what learners answer and how it is marked. Does not own
lessons (catalogue) or who has completed a track (certificates). An attempt freezes its questions, so that
later edits change nothing that was begun; an answer once given is never lost.

Words: Question → Quiz (*Bài kiểm tra*) → Attempt (*Lượt làm*) → Answer (*Câu trả lời*) · Hand in (*Nộp bài*).
"""
