"""The people and things an order takes."""

import pytest

from fixtures.enforcement import Office


@pytest.fixture
def office(db: None) -> Office:
    """Proposer, decider and the department's officer."""
    return Office()
