"""Drafting an edition of a statement (编制): its lines, and beside each what the edition before said and why it changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Max

from tracker.enforcement.charging import Charge, Key
from tracker.enforcement.measures import Measure
from tracker.enforcement.statement_tables import Cause, Gap, Statement, StatementLine
from tracker.enforcement.surcharges import total
from tracker.officers.models import Officer

_NOTHING = Decimal("0.00")


def draft(
    key: Key, month: date, charges: list[Charge], base: Statement | None, by: Officer | None, on: date
) -> Statement:
    """A new edition over `charges`; `base` is what it corrects: the last issued edition, else the draft it replaces."""
    measure, region = key
    same = Statement.objects.filter(measure=measure, region=region, month=month)
    before = {line.order_id: line for line in base.lines.all()} if base else {}
    dropped = [line for line in before.values() if line.order_id not in {charge.order.pk for charge in charges}]
    made = Statement.objects.create(
        measure_id=measure,
        region_id=region,
        organisation_id=Measure.objects.values_list("duty_department", flat=True).get(pk=measure),
        month=month,
        edition=(same.aggregate(last=Max("edition"))["last"] or 0) + 1,
        corrects=base,
        total=total(charge.amount for charge in charges),
        previous_total=base.total if base else _NOTHING,
        made_on=on,
        made_by=by,
    )
    lines = [_line(made, charge, before.get(charge.order.pk), base) for charge in charges]
    StatementLine.objects.bulk_create([*lines, *(_dropped(made, line) for line in dropped)])
    return made


def _line(statement: Statement, charge: Charge, before: StatementLine | None, base: Statement | None) -> StatementLine:
    order, rate = charge.order, charge.rate
    line = StatementLine(
        statement=statement, measure_id=statement.measure_id, month=statement.month, edition=statement.edition,
        region_id=order.region_id, order=order, facility=order.facility, party=order.party,
        equipment=order.equipment, account_number=order.account_number, tier=charge.tier,
        industry_id=charge.industry, quantity=charge.quantity, amount=charge.amount, gap=charge.gap,
        rate_id=rate.pk if rate else None, unit_price=rate.unit_price if rate else None,
        unit=rate.unit if rate else "", document_number=rate.document if rate else "",
    )  # fmt: skip
    if before is not None:
        line.previous_quantity, line.previous_price = before.quantity, before.unit_price
        line.previous_amount = before.amount
    if base is not None:
        line.causes = causes(line, before)
    return line


def _dropped(statement: Statement, before: StatementLine) -> StatementLine:
    """A line for who no longer owes anything: the order was taken back."""
    return StatementLine(
        statement=statement, measure_id=statement.measure_id, month=statement.month, edition=statement.edition,
        region_id=before.region_id, order_id=before.order_id, facility_id=before.facility_id,
        party=before.party, equipment=before.equipment, account_number=before.account_number, tier=before.tier,
        industry_id=before.industry_id, amount=_NOTHING, gap=Gap.NO_ORDER, previous_quantity=before.quantity,
        previous_price=before.unit_price, previous_amount=before.amount,
        causes=[Cause.ORDER] if before.gap != Gap.NO_ORDER else [],
    )  # fmt: skip


def causes(line: StatementLine, before: StatementLine | None) -> list[str]:
    """Why a line isn't what it was; nothing where it is."""
    if before is None or before.gap == Gap.NO_ORDER:
        return [Cause.ORDER]
    changed = [(Cause.READING, line.quantity != before.quantity), (Cause.RATE, line.unit_price != before.unit_price)]
    return [cause.value for cause, is_so in changed if is_so]
