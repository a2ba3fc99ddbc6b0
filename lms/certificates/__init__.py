"""Certificates: who has completed a track.

Owns the completion rule and the checklist a learner sees. Reads attendance and quizzes below it and keeps
nothing of its own: the same question has the same answer at any time.

Words: Completion (a track, by one series) · Checklist (what is done and what is left).
"""
