"""What several tests of the catalogue begin with."""

import json

import pytest

from lms.catalogue import actions
from lms.core.db import db


@pytest.fixture
def load(app, tmp_path, at):
    def put(content):
        path = tmp_path / "curriculum.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        changed = actions.load(path, at=at)
        db.session.commit()
        return changed

    return put
