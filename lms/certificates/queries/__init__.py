"""Questions about completing a track: who has (`completing`), and who still can (`prospects`)."""

from lms.certificates.queries.completing import Completion, checklist, completions
from lms.certificates.queries.prospects import Path, Risk, next_session, own_series, path, paths, running, threatened

__all__ = [
    "Completion",
    "Path",
    "Risk",
    "checklist",
    "completions",
    "next_session",
    "own_series",
    "path",
    "paths",
    "running",
    "threatened",
]
