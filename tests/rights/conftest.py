"""The list of the erased lies in the folder of the whole run: each test begins without one."""

from pathlib import Path

import pytest

from lms.rights import erasures


@pytest.fixture(autouse=True)
def no_list(bench):
    """No list, before and after."""
    path = Path(bench.instance_path) / erasures.NAME
    path.unlink(missing_ok=True)
    yield
    path.unlink(missing_ok=True)
