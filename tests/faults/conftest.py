"""What the fault tests share: it is the day after the deadline, and one target in Hangzhou was not finished."""

from datetime import date

import pytest

from fixtures.factories import OfficerFactory, TargetFactory
from tests.database import Database
from tracker.officers.roles import Role

TODAY = date(2010, 9, 16)


@pytest.fixture(autouse=True)
def the_day_after_the_deadline(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> date:
    """The business date of this process, and of those started later."""
    environment["TRACKER_TODAY"] = TODAY.isoformat()
    monkeypatch.setenv("TRACKER_TODAY", TODAY.isoformat())
    return TODAY


@pytest.fixture
def late_targets(committed_db: Database) -> int:
    """Three unfinished targets, an officer of the city and one of the province to be told; how many targets."""
    for _ in range(3):
        TargetFactory()
    OfficerFactory(role=Role.MUNICIPAL)
    OfficerFactory(role=Role.PROVINCIAL)
    return 3
