"""The rules of quizzes: `answers` (reading what was given), `numbers`, `grading` (marks), `attempts` (tries and
time) and `bank` (what a question must hold)."""
