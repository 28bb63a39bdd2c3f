"""Statements: made for a month, made anew where something was corrected, final once issued, seen by whom they concern."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.enforcement import Office
from fixtures.factories import OfficerFactory
from fixtures.pricing import AFTER, MONTH, differential_price, price_order, rate, read_meter, statement
from tracker.audit.acting import acting, system
from tracker.enforcement.pricing import add_rate, correct_rate, end_rate
from tracker.enforcement.statement_tables import Cause, Gap, Statement, StatementLine, StatementState
from tracker.enforcement.statements import is_stale, issue_statement, keep_statements_true, make_statements
from tracker.enforcement.surcharges import surcharge
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, StaleState

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Officer:
    """An officer of the province."""
    officer: Officer = OfficerFactory(role=Role.PROVINCIAL)
    return officer


def issue(draft: Statement, by: Officer, on: date = AFTER) -> Statement:
    return issue_statement(statement=draft, by=by, on=on, seen_version=draft.version)


def test_a_month_is_charged_by_city_a_line_a_facility(province: Officer) -> None:
    rate("0.30")
    first, second = price_order(), price_order()
    read_meter(first, "12345.6789")
    read_meter(second, "0.05")
    [made] = make_statements(month=MONTH, by=province, on=AFTER)
    assert (made.region_id, made.edition, made.state, made.made_by) == ("330100", 1, "draft", province)
    assert made.total == Decimal("3703.72")
    lines = {line.order_id: line for line in made.lines.all()}
    assert lines[first.pk].amount == Decimal("3703.70")
    assert lines[second.pk].amount == Decimal("0.02")
    assert lines[first.pk].document_number == "浙价资〔2010〕1号"
    assert [line.causes for line in lines.values()] == [[], []]


def test_making_it_again_makes_nothing_where_nothing_changed(province: Officer) -> None:
    statement()
    assert make_statements(month=MONTH, by=province, on=AFTER) == []
    assert keep_statements_true(on=AFTER) == 0


def test_a_corrected_reading_makes_a_new_edition_that_says_the_difference(province: Officer) -> None:
    draft = statement("10000")
    read_meter(StatementLine.objects.get().order, "10001")
    assert is_stale(draft)
    with pytest.raises(IllegalState, match="重新核算"):
        issue(draft, province)
    [anew] = make_statements(month=MONTH, by=province, on=AFTER)
    line = anew.lines.get()
    assert (line.previous_quantity, line.quantity) == (10000, 10001)
    assert (line.previous_amount, line.amount, line.difference) == (3000, Decimal("3000.30"), Decimal("0.30"))
    assert line.causes == [Cause.READING]
    assert (anew.edition, anew.previous_total, anew.total) == (2, 3000, Decimal("3000.30"))
    draft.refresh_from_db()
    assert draft.state == StatementState.SUPERSEDED


def test_a_corrected_rate_makes_a_correcting_statement_after_an_issued_one(province: Officer) -> None:
    of = rate("0.30")
    issued = issue(statement("10000"), province)
    assert (issued.number, issued.issued_to_id) == ("浙淘汰价〔2010〕1号", issued.organisation_id)
    admin = OfficerFactory(role=Role.SYSADMIN)
    correct_rate(rate=of, unit_price=Decimal("0.25"), by=admin, on=AFTER, reason="文件误录", seen_version=of.version)
    assert keep_statements_true(on=AFTER) == 0
    correction = Statement.objects.get(edition=2)
    assert (correction.corrects, correction.difference, correction.made_by) == (issued, Decimal("-500.00"), None)
    assert correction.lines.get().causes == [Cause.RATE]
    issued.refresh_from_db()
    assert (issued.state, issued.total) == (StatementState.ISSUED, 3000)
    final = issue(correction, province)
    assert final.number == "浙淘汰价〔2010〕2号"
    assert Statement.objects.standing().get() == final


def test_a_correction_that_is_taken_back_leaves_what_was_issued(province: Officer) -> None:
    issued = issue(statement("10000"), province)
    order = issued.lines.get().order
    for reading, made in (("9000", 1), ("10000", 0)):
        read_meter(order, reading)
        assert keep_statements_true(on=AFTER) == made
    assert [one.state for one in Statement.objects.order_by("edition")] == ["issued", "superseded"]
    assert Statement.objects.standing().get() == issued


def test_a_correction_says_the_difference_to_what_was_issued_not_to_the_draft_between(province: Officer) -> None:
    issued = issue(statement("10000"), province)
    for reading in ("9000", "8000"):
        read_meter(issued.lines.get().order, reading)
        keep_statements_true(on=AFTER)
    last = Statement.objects.latest("edition")
    assert (last.edition, last.corrects, last.previous_total) == (3, issued, 3000)
    assert last.lines.get().previous_amount == 3000


def test_an_order_revoked_as_of_an_earlier_day_leaves_a_line_of_nothing(province: Officer) -> None:
    issued = issue(statement("10000"), province)
    order = issued.lines.get().order
    with acting(system("test")):
        order.steps.create(
            order=order, region_id=order.region_id, verb="revoke", state="revoked", on=date(2010, 10, 31)
        )
    keep_statements_true(on=AFTER)
    line = Statement.objects.latest("edition").lines.get()
    assert (line.gap, line.amount, line.previous_amount, line.causes) == (Gap.NO_ORDER, 0, 3000, [Cause.ORDER])
    assert keep_statements_true(on=AFTER) == 0


def test_only_what_is_in_force_at_the_end_of_the_first_day_is_charged(province: Officer) -> None:
    rate()
    order = price_order()
    executed = order.executed_on
    assert executed is not None
    read_meter(order, "100", month=executed.replace(day=1))
    assert executed.day > 1
    assert make_statements(month=executed, by=province, on=AFTER) == []
    read_meter(order, "100")
    [made] = make_statements(month=MONTH, by=province, on=AFTER)
    Office().move(order, "lift", on=date(2010, 11, 20))
    assert make_statements(month=MONTH, by=province, on=AFTER) == []  # lifted in November, ends with December
    read_meter(order, "100", month=date(2010, 12, 1))
    assert make_statements(month=date(2010, 12, 1), by=province, on=date(2011, 1, 5)) == []
    assert made.lines.count() == 1


@pytest.mark.parametrize("state", ["issued", "suspended", "dismissed"])
def test_an_order_that_is_not_executed_charges_nobody(state: str, province: Officer) -> None:
    rate()
    read_meter(price_order(state), "100")
    assert make_statements(month=MONTH, by=province, on=AFTER) == []


def test_a_missing_reading_or_rate_is_a_line_that_says_so(province: Officer) -> None:
    rate("0.10", tier="restrict")
    price_order()
    [made] = make_statements(month=MONTH, by=province, on=AFTER)
    assert (made.total, made.lines.get().gap) == (0, Gap.NO_RATE)
    rate("0.30")
    [made] = make_statements(month=MONTH, by=province, on=AFTER)
    assert made.lines.get().gap == Gap.NO_READING
    read_meter(made.lines.get().order, "10")
    [made] = make_statements(month=MONTH, by=province, on=AFTER)
    assert (made.total, made.lines.get().gap) == (3, "")


def test_water_is_priced_by_the_cubic_metre(province: Officer) -> None:
    rate("1.25", unit="元/立方米")
    read_meter(price_order(), "999", water="80.5")
    [made] = make_statements(month=MONTH, by=province, on=AFTER)
    assert made.total == Decimal("100.63")


def test_a_month_that_is_not_over_is_not_charged_and_only_the_province_charges(province: Officer) -> None:
    with pytest.raises(IllegalState, match="尚未结束"):
        make_statements(month=MONTH, by=province, on=date(2010, 11, 30))
    for role in set(Role) - {Role.PROVINCIAL}:
        with pytest.raises(NotAllowed):
            make_statements(month=MONTH, by=OfficerFactory(role=role), on=AFTER)


def test_only_the_province_issues_once_and_not_over_somebody_elses_change(province: Officer) -> None:
    draft = statement()
    for role in set(Role) - {Role.PROVINCIAL}:
        with pytest.raises(NotAllowed):
            issue(draft, OfficerFactory(role=role))
    with pytest.raises(StaleState):
        issue_statement(statement=draft, by=province, on=AFTER, seen_version=draft.version + 1)
    with pytest.raises(IllegalState):
        issue(issue(draft, province), province)


def test_the_database_refuses_to_rewrite_what_was_issued(province: Officer) -> None:
    issued = issue(statement(), province)
    for rows, change in (
        (Statement.objects.filter(pk=issued.pk), {"total": Decimal(1)}),
        (Statement.objects.filter(pk=issued.pk), {"state": "draft"}),
        (issued.lines.all(), {"amount": Decimal(1)}),
        (issued.lines.all(), {"party": "别家"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    for rows in (issued.lines.all(), Statement.objects.filter(pk=issued.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_the_database_refuses_an_amount_that_is_not_quantity_times_price_and_a_total_that_is_not_the_sum() -> None:
    draft = statement("10000")
    line = draft.lines.get()
    line.pk, line.amount = None, Decimal("3000.01")
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    other = price_order()
    line.order, line.amount = other, Decimal("3000.00")
    line.save(force_insert=True)
    with pytest.raises(IntegrityError, match="sum of the lines"), transaction.atomic():
        Statement.objects.filter(pk=draft.pk).update(
            state="issued", number="1号", issued_on=AFTER, issued_by=OfficerFactory(), issued_to=F("organisation")
        )


def test_a_department_sees_a_statement_and_its_lines_once_it_is_issued_to_it(province: Officer) -> None:
    draft = statement()
    own = Office().executor
    other = OfficerFactory(role=Role.DEPARTMENT)
    for officer, before, after in ((own, 0, 1), (other, 0, 0)):
        with acting(officer.actor):
            assert Statement.objects.visible_to(officer).count() == Statement.objects.count() == before
        if draft.state == "draft" and officer is own:
            draft = issue(draft, province)
        with acting(officer.actor):
            assert Statement.objects.visible_to(officer).count() == Statement.objects.count() == after
            assert StatementLine.objects.visible_to(officer).count() == StatementLine.objects.count() == after


def test_a_month_costs_the_same_number_of_queries_whatever_the_number_of_facilities(province: Officer) -> None:
    rate()
    costs = []
    make_statements(month=date(2010, 9, 1), by=province, on=AFTER)
    for month, more in ((MONTH, 1), (date(2010, 12, 1), 5)):
        for _ in range(more):
            price_order()
        with CaptureQueriesContext(connection) as asked:
            make_statements(month=month, by=province, on=date(2011, 2, 1))
        costs.append(len(asked))
    assert costs[1] <= costs[0]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.decimals(0, 9_999_999, places=4), min_size=3, max_size=3))
def test_the_database_adds_up_what_the_calculator_adds_up(province: Officer, used: list[Decimal]) -> None:
    with transaction.atomic():
        rate("0.1234")
        for quantity in used:
            read_meter(price_order(), str(quantity))
        [made] = make_statements(month=MONTH, by=province, on=AFTER)
        summed = StatementLine.objects.filter(statement=made).aggregate(sum=Sum("amount"))["sum"]
        assert made.total == summed == sum(surcharge(quantity, Decimal("0.1234")) for quantity in used)
        transaction.set_rollback(True)


def test_rates_of_the_same_kind_never_overlap_whoever_writes() -> None:
    first = rate(valid_from=date(2010, 6, 1), valid_to=date(2010, 12, 31))
    rate(valid_from=date(2011, 1, 1))
    rate(valid_from=date(2010, 6, 1), tier="restrict")
    cement = rate(valid_from=date(2010, 6, 1), industry_id="cement")
    for change in ({"valid_to": None}, {"valid_to": date(2011, 1, 1)}):
        with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
            type(first).objects.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
        type(cement).objects.filter(pk=cement.pk).update(industry=None)


def test_an_administrator_adds_and_ends_a_rate_with_its_documents() -> None:
    admin = OfficerFactory(role=Role.SYSADMIN)
    old = rate()
    values = {
        "measure": differential_price(), "tier": "eliminate", "industry": None, "unit_price": Decimal("0.40"),
        "unit": "元/千瓦时", "valid_from": date(2011, 1, 1), "document": "通知", "document_number": "浙价资〔2010〕9号",
    }  # fmt: skip
    with pytest.raises(InvalidValue, match="浙价资〔2010〕1号") as refused:
        add_rate(values=values, by=admin, on=AFTER)
    assert refused.value.data["field"] == "valid_from"
    with pytest.raises(InvalidValue, match="文号"):
        end_rate(
            rate=old, last_day=date(2010, 12, 31), document_number=" ", by=admin, on=AFTER, seen_version=old.version
        )
    last, number = date(2010, 12, 31), "浙价资〔2010〕9号"
    ended = end_rate(rate=old, last_day=last, document_number=number, by=admin, on=AFTER, seen_version=old.version)
    assert add_rate(values=values, by=admin, on=AFTER).valid_from == date(2011, 1, 1)
    with pytest.raises(IllegalState):
        end_rate(
            rate=ended, last_day=date(2011, 1, 1), document_number="x", by=admin, on=AFTER, seen_version=ended.version
        )
    for role in set(Role) - {Role.SYSADMIN}:
        with pytest.raises(NotAllowed):
            add_rate(values=values, by=OfficerFactory(role=role), on=AFTER)
