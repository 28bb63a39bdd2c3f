"""Lines of statements by themselves: what they say of their statement, and whom the walls let read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from fixtures import reference
from fixtures.factories import OfficerFactory
from fixtures.pricing import AFTER, MONTH, price_order, rate, read_meter, statement
from tracker.audit.acting import Actor, acting
from tracker.enforcement.statement_tables import Statement, StatementLine, StatementState
from tracker.enforcement.statements import issue_statement, make_statements
from tracker.officers.models import Officer
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Officer:
    """An officer of the province."""
    officer: Officer = OfficerFactory(role=Role.PROVINCIAL)
    return officer


def issued_one(draft: Statement, by: Officer) -> Statement:
    return issue_statement(statement=draft, by=by, on=AFTER, seen_version=draft.version)


def test_the_lines_say_what_their_statement_says(province: Officer) -> None:
    issued = issued_one(statement(), province)
    line = issued.lines.get()
    assert (line.measure_id, line.month, line.edition) == (issued.measure_id, issued.month, issued.edition)
    assert (line.state, line.number, line.issued_on) == ("issued", issued.number, AFTER)
    read_meter(line.order, "10001")
    [anew] = make_statements(month=MONTH, by=province, on=AFTER)
    assert list(StatementLine.objects.standing().values_list("statement", "edition", "state")) == [
        (anew.pk, 2, "draft")
    ]
    for rows, change in (
        (Statement.objects.filter(pk=anew.pk), {"state": "superseded"}), (anew.lines.all(), {"month": AFTER}),
        (anew.lines.all(), {"edition": 7}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=r"say what|calculated anew"), transaction.atomic():
            rows.update(**change)
    read_meter(line.order, "10000")  # the correction was taken back
    make_statements(month=MONTH, by=province, on=AFTER)
    assert StatementLine.objects.standing().get() == line
    assert anew.lines.get().state == StatementState.SUPERSEDED


def test_a_county_sees_the_lines_of_its_own_facilities_and_no_sum_of_the_city(province: Officer) -> None:
    """Behind the code stands the database's wall: asked without any scoping, it shows the same."""
    own = price_order()
    other = price_order(enterprise__region=reference.region("330122"))
    rate("0.30")
    for order in (own, other):
        read_meter(order, "10000")
    issued_one(make_statements(month=MONTH, by=province, on=AFTER)[0], province)
    county: Officer = OfficerFactory(role=Role.COUNTY, region=reference.region(reference.FUYANG))
    assert [line.order for line in StatementLine.objects.visible_to(county)] == [own]
    with acting(county.actor):
        assert StatementLine.objects.values_list("order", "amount").get() == (own.pk, Decimal("3000.00"))
        assert not Statement.objects.exists()
    with acting(Actor(None, "test", ("330122%",))):
        assert StatementLine.objects.values_list("order", flat=True).get() == other.pk
