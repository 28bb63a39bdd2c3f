"""A corrected reading or rate changes what was charged at once, whoever corrects; the difference is on the page."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from fixtures.factories import OfficerFactory, PlanFactory
from fixtures.pricing import AFTER, MONTH, rate, statement
from tests.workbooks.imports import imported, undone
from tracker.audit.acting import acting, system
from tracker.enforcement.pricing import correct_rate, end_rate
from tracker.enforcement.statement_tables import Cause, Statement
from tracker.enforcement.statements import issue_statement
from tracker.officers.models import Officer
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued() -> Statement:
    """A statement over 10,000 kWh that was issued."""
    draft, by = statement("10000"), OfficerFactory(role=Role.PROVINCIAL)
    with acting(by.actor):
        return issue_statement(statement=draft, by=by, on=AFTER, seen_version=draft.version)


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    """The business date: the month is over."""
    monkeypatch.setenv("TRACKER_TODAY", AFTER.isoformat())


def editions() -> list[tuple[int, str, Decimal]]:
    with acting(system("test")):
        rows = Statement.objects.order_by("edition").values_list("edition", "state", "total")
        return [(edition, state, total) for edition, state, total in rows]


def test_a_reading_corrected_by_a_county_s_workbook_drafts_a_correction_at_once(issued: Statement) -> None:
    with acting(system("test")):
        order = issued.lines.select_related("order__enterprise", "facility").get().order
        enterprise, equipment = order.enterprise, order.facility
    assert enterprise is not None
    assert equipment is not None
    said = {
        "enterprise": enterprise.name, "credit_code": None, "equipment": equipment.name, "year": Decimal(2010),
        "month": Decimal(11), "electricity": Decimal(9000), "water": None,
    }  # fmt: skip
    county = OfficerFactory(role=Role.COUNTY)
    upload = imported("readings", PlanFactory(), county, said, on=AFTER)
    assert editions() == [(1, "issued", 3000), (2, "draft", 2700)]
    client = Client()
    client.force_login(OfficerFactory(role=Role.PROVINCIAL))
    text = client.get("/statements/").text
    assert "−300.00" in text
    assert "有 <b>1</b> 份已出具的对账单与更正后的用量" in text
    undone(upload, county)
    assert editions() == [(1, "issued", 3000), (2, "superseded", 2700)]
    assert "更正对账单已自动编好" not in client.get("/statements/").text


def test_a_rate_corrected_by_an_administrator_who_sees_no_statement_drafts_a_correction_at_once(
    issued: Statement,
) -> None:
    admin: Officer = OfficerFactory(role=Role.SYSADMIN)
    with acting(system("test")):
        of = issued.lines.get().rate
    assert of is not None
    with acting(admin.actor):
        assert not Statement.objects.exists()
        correct_rate(
            rate=of, unit_price=Decimal("0.25"), by=admin, on=AFTER, reason="文件误录", seen_version=of.version
        )
        assert not Statement.objects.exists()
    assert editions() == [(1, "issued", 3000), (2, "draft", 2500)]
    with acting(system("test")):
        correction = Statement.objects.get(edition=2)
        assert correction.lines.get().causes == [Cause.RATE]
        assert (correction.made_by, correction.made_on) == (None, AFTER)


def test_a_rate_ended_before_the_month_leaves_it_without_one_and_a_later_rate_touches_nothing(
    issued: Statement,
) -> None:
    admin: Officer = OfficerFactory(role=Role.SYSADMIN)
    with acting(system("test")):
        of = issued.lines.get().rate
    assert of is not None
    rate("9", tier="restrict", valid_from=AFTER)
    with acting(admin.actor):
        end_rate(
            rate=of, last_day=MONTH.replace(month=10), document_number="浙价资〔2010〕9号", by=admin, on=AFTER,
            seen_version=of.version,
        )  # fmt: skip
    assert editions() == [(1, "issued", 3000), (2, "draft", 0)]
