"""Changes of quizzes: the bank (`bank`) and what learners do (`attempts`)."""
