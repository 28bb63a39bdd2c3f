"""Executions from a workbook (执行回报表): each row reports one order by its number, under the same rules as the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeResult, RowEffect
from tracker.bulk.rows import each_row
from tracker.enforcement.executing import Execution, execute
from tracker.enforcement.order_tables import Order
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan
from tracker.values.errors import DomainError, InvalidValue

_CALLED = {"execution_note": "note"}  # what a row calls otherwise than the order
_PLACE = ("field", "found", "expected")  # what a refusal says of the column it is about


@dataclass(frozen=True)
class ExecutionRow:
    """One line of a return."""

    number: str
    party: str
    executed_on: date
    operator: str
    executed_at: time | None = None
    meter_reading: Decimal | None = None
    note: str = ""

    @property
    def execution(self) -> Execution:
        """What the line reports."""
        return Execution(self.executed_on, self.operator, self.executed_at, self.meter_reading, self.note)


@transaction.atomic
def merge_executions(
    *, plan: Plan, rows: Sequence[ExecutionRow], by: Officer, on: date, dry_run: bool = False
) -> MergeResult:
    """Report every row's order as executed, all or nothing; what is on record already in the same words is unchanged.

    With `dry_run` the rules are tried and everything undone. (The plan only says for which year's work a file was sent.)
    """
    require(by, "execute", "order")
    orders = {order.number: order for order in Order.objects.visible_to(by).filter(number__in=[r.number for r in rows])}
    with transaction.atomic():
        effects = each_row(enumerate(rows), lambda one: _report(*one, orders.get(one[1].number), by, on))
        transaction.set_rollback(dry_run)
    return MergeResult(effects)


def _report(place: int, row: ExecutionRow, order: Order | None, by: Officer, on: date) -> RowEffect:
    if order is None:
        raise InvalidValue(
            _("没有下达给本单位的文号“%(number)s”") % {"number": row.number}, field="number", found=row.number
        )
    if row.party != order.party:
        raise InvalidValue(
            _("文号“%(number)s”的被执行人与登记的不符") % {"number": row.number},
            field="party", found=row.party, expected=order.party,
        )  # fmt: skip
    try:
        done = execute(order=order, execution=row.execution, by=by, on=on)
    except DomainError as refused:
        said = {"number": row.number, "why": refused.message}
        place_of = {"field": "number"} | {name: value for name, value in refused.data.items() if name in _PLACE}
        raise InvalidValue(_("%(number)s：%(why)s") % said, code=refused.code, **place_of) from refused
    action = "unchanged" if done.version == order.version else "update"
    return RowEffect(place, action, {"state": order.state, **_differing(row, order)})


def _differing(row: ExecutionRow, order: Order) -> dict[str, str | None]:
    """What the order said before, as text, of all that the row says otherwise."""
    told = {name: (_text(getattr(order, name)), _text(said)) for name, said in row.execution.facts().items()}
    return {_CALLED.get(name, name): was for name, (was, said) in told.items() if was != said}


def _text(value: date | time | Decimal | str | None) -> str | None:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value) if value not in (None, "") else None
