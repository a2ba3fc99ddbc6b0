"""The caretaker's pages: people and roles, letters, jobs, the audit log."""
