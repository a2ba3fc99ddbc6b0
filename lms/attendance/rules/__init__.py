"""The rules of attendance: `decision` (from evidence to a decision) and `check_in` (codes, tries, marks)."""
