"""What tests of uploads share: a county's and a city's officer, and a plan with three kilns of its enterprises."""

import pytest

from fixtures import factories, reference
from tests.workbooks.rows import KILNS
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan


@pytest.fixture
def county() -> Officer:
    """An officer of the county the kilns stand in."""
    return factories.OfficerFactory(role=Role.COUNTY)


@pytest.fixture
def hangzhou() -> Officer:
    """An officer of the city the county lies in."""
    return factories.OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def plan() -> Plan:
    """A plan with one target for each of KILNS."""
    plan: Plan = factories.PlanFactory()
    for name in KILNS:
        factories.TargetFactory(
            plan=plan,
            facility__enterprise__region=reference.region(reference.FUYANG),
            facility__enterprise__name=name,
            facility__name="机立窑",
        )
    return plan
