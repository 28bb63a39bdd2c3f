"""Figures of a plan: sums in SQL, units never mixed, cities kept apart."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fixtures import reference
from fixtures.factories import EnterpriseFactory, OfficerFactory, PlanFactory, QuotaFactory, TargetFactory
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.targets.figures import counts, figures

pytestmark = pytest.mark.django_db
AFTER = date(2010, 9, 16)


@pytest.fixture
def plan() -> Plan:
    plan = PlanFactory()
    QuotaFactory(plan=plan, amount=Decimal(100))
    QuotaFactory(plan=plan, industry=reference.industry("dyeing"), amount=Decimal("1.5"), unit="亿米")
    TargetFactory(plan=plan, amount=Decimal(40))
    TargetFactory(plan=plan, amount=Decimal(25), done=True)
    dyer = EnterpriseFactory(industry=reference.industry("dyeing"))
    TargetFactory(plan=plan, facility__enterprise=dyer, amount=Decimal(5000), unit="万米")
    return plan


def test_each_industry_is_summed_in_its_own_unit(plan: Plan) -> None:
    cement, dyeing = figures(plan, OfficerFactory(), AFTER)
    assert [cement.assigned, cement.covered, cement.reported, cement.accepted] == [Decimal(n) for n in (100, 65, 25, 0)]
    assert (dyeing.unit, dyeing.assigned, dyeing.covered) == (dyeing.unit, *in_unit(dyeing.unit, "15000", "5000"))


def in_unit(unit: str, *wan: str) -> list[Decimal]:
    return [Decimal(amount) / (10_000 if unit == "亿米" else 1) for amount in wan]


def test_overdue_counts_what_is_open_after_the_deadline(plan: Plan) -> None:
    (hangzhou,) = counts(figures(plan, OfficerFactory(), AFTER))
    assert (hangzhou.targets, hangzhou.done, hangzhou.overdue) == (3, 1, 2)
    (before,) = counts(figures(plan, OfficerFactory(), date(2010, 9, 15)))
    assert (before.overdue, before.due_soon) == (0, 2)


def test_another_city_sees_nothing_of_it(plan: Plan) -> None:
    ningbo = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    assert figures(plan, ningbo, AFTER) == []


def test_two_queries_whatever_the_rows(plan: Plan, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer = OfficerFactory()
    assert officer.scope
    with django_assert_num_queries(2):
        figures(plan, officer, AFTER)
