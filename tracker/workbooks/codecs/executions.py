"""Executions in sheets: what a department reports, and the orders still waiting, ready to be filled in and sent back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult
from tracker.bulk.rows import each_row
from tracker.enforcement.order_tables import Order
from tracker.enforcement.returns import ExecutionRow, merge_executions
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.errors import InvalidValue
from tracker.workbooks.checked import Row
from tracker.workbooks.codecs.base import Codec, Values, same
from tracker.workbooks.kinds.executions import EXECUTIONS

_CLOCK = re.compile(r"(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*(?:[:：分]\s*(?:00)?)?")
_MINUTES = 24 * 60


class ExecutionCodec(Codec):
    """A return's rows are facts that must not lie ahead of the business date."""

    def merge(
        self, plan: Plan, rows: Sequence[Row], by: Officer, *, dry_run: bool, on: date | None = None
    ) -> MergeResult:
        """Merge checked rows; a preview without a business date takes the latest day the rows name."""
        stated = each_row(rows, lambda row: self.to_row(row.values))
        day = on or max((row.executed_on for row in stated), default=date.max)
        return merge_executions(plan=plan, rows=stated, by=by, on=day, dry_run=dry_run)

    def to_fill_in(self, plan: Plan, officer: Officer) -> QuerySet[Any]:
        """The orders that wait for the department, first due on top."""
        return Order.objects.visible_to(officer).to_execute().order_by("due_on", "pk")


def clock(text: str | None) -> time | None:
    """A time of day as officers write it (9:30, 9时30分, 上午 is understood by its hour), or as a spreadsheet keeps it (0.4)."""
    written = (text or "").strip().removesuffix("整")
    if not written:
        return None
    try:
        if found := _CLOCK.fullmatch(written):
            return time(int(found[1]), int(found[2] or 0))
        share = float(written)
        minutes = round(share * _MINUTES)
        if 0 <= share < 1:
            return time(minutes // 60, minutes % 60)
    except ValueError:
        pass
    raise InvalidValue(_("执行时间应写作 9:30"), field="executed_at", found=written, expected="9:30")


def _execution(values: Values) -> ExecutionRow:
    return ExecutionRow(
        number=values["number"],
        party=values["party"],
        executed_on=values["executed_on"],
        operator=values["operator"],
        executed_at=clock(values.get("executed_at")),
        meter_reading=values.get("meter_reading"),
        note=values.get("note") or "",
    )


def _executed(plan: Plan, officer: Officer) -> QuerySet[Any]:
    rows = Order.objects.visible_to(officer).filter(executed_on__isnull=False)
    return rows.order_by("number")


def _execution_values(order: Order) -> Values:
    return {
        "row_id": order.pk,
        "measure": order.measure_name,
        "executed_at": order.executed_at.strftime("%H:%M") if order.executed_at else None,
        "note": order.execution_note or None,
        **same(order, "number", "party", "account_number", "due_on", "executed_on", "operator", "meter_reading"),
    }


CODEC = ExecutionCodec(
    EXECUTIONS, "order", _execution, merge_executions, _executed, _execution_values, asks="execute", undoable=False
)
