"""A child who has signed up, and somebody with the link."""

import pytest

from tests.guardians.family import Guardian, sign_up


@pytest.fixture
def child(app, at):
    """Giàng A Páo, 15, who has just signed up and waits."""
    return sign_up("Giàng A Páo", at=at)


@pytest.fixture
def guardian(visit, child):
    """The mother, with a phone of her own."""
    return Guardian(visit, child)
