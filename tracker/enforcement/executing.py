"""Executing an order (执行): by page, workbook or program. However often it is told, it happened once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.enforcement.joining import is_cleared
from tracker.enforcement.order_tables import Order, Receipt
from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.services import Said, move, require_for
from tracker.enforcement.states import OrderState
from tracker.officers.models import Officer
from tracker.values.errors import DomainError, IllegalState, InvalidValue
from tracker.values.workdays import months_after

KEY_LENGTH = 100


class KeyReused(DomainError):
    """The same idempotency key came with another message."""

    code = "key_reused"
    message = _("该幂等键已用于另一条内容不同的回报")


@dataclass(frozen=True)
class Execution:
    """What a department reports: when, who did it, what the meter showed."""

    executed_on: date
    operator: str
    executed_at: time | None = None
    meter_reading: Decimal | None = None
    note: str = ""

    def facts(self) -> dict[str, Any]:
        """As columns of the order."""
        return {
            "executed_on": self.executed_on,
            "executed_at": self.executed_at,
            "operator": self.operator.strip(),
            "meter_reading": self.meter_reading,
            "execution_note": self.note.strip(),
        }


@transaction.atomic
def execute(
    *, order: Order, execution: Execution, by: Officer, on: date, seen_version: int | None = None, key: str = ""
) -> Order:
    """登记执行: the same execution told again is the one on record; a different one is refused (IllegalState).

    `key` is the Idempotency-Key of a program's message: the same key with another content is refused (KeyReused).
    """
    require_for(order, "execute", by)
    _check(execution, order, on)
    if key and _received(order, execution, by, key):
        return Order.objects.get(pk=order.pk)
    current = Order.objects.select_for_update().get(pk=order.pk)
    if current.executed_on is not None and current.state in (OrderState.EXECUTED, OrderState.VERIFIED):
        # A return that leaves out the hour or the reading is the same execution told with fewer words.
        said = {name: value for name, value in execution.facts().items() if value not in (None, "")}
        if any(getattr(current, name) != value for name, value in said.items()):
            raise IllegalState(_("该措施已登记执行，内容与本次不同"), code="already_executed", state=current.state)
        return current
    _check_complete(execution, current)
    seen = current.version if seen_version is None else seen_version
    facts = execution.facts() | {"executed_by": by, "expires_on": _term(current, execution.executed_on)}
    if current.acknowledged_on is None:
        facts |= {"acknowledged_by": by, "acknowledged_on": on}
    return move(order=current, verb="execute", by=by, on=on, said=Said(seen, execution.note, facts))


def _check_complete(execution: Execution, order: Order) -> None:
    """What the measure wants of a return: the hour, the reading of the meter, a photo of the site."""
    if not is_cleared(order):
        raise IllegalState(_("该措施列入联合行动，安全核查后方可执行"), code="joint_safety")
    if order.needs_time and execution.executed_at is None:
        raise InvalidValue(_("该措施的回报须写明执行时间"), field="executed_at", code="time_missing")
    if order.needs_meter_reading and execution.meter_reading is None:
        raise InvalidValue(_("该措施的回报须写明表计示数"), field="meter_reading", code="reading_missing")
    if order.needs_photo and not OrderPhoto.objects.standing().filter(order=order).exists():
        raise InvalidValue(_("该措施的回报须先在它的页面上传现场照片"), field="photo", code="photo_missing")


def _check(execution: Execution, order: Order, on: date) -> None:
    if not execution.operator.strip():
        raise InvalidValue(_("请填写操作人员"), field="operator")
    if execution.executed_on > on or (order.issued_on and execution.executed_on < order.issued_on):
        raise InvalidValue(
            _("执行日期应在下达日期与今日之间"),
            field="executed_on", found=execution.executed_on.isoformat(), expected=f"{order.issued_on} – {on}",
        )  # fmt: skip
    if execution.meter_reading is not None and execution.meter_reading < 0:
        raise InvalidValue(_("表计示数不能为负"), field="meter_reading", found=str(execution.meter_reading))


def _received(order: Order, execution: Execution, by: Officer, key: str) -> bool:
    """Whether this message was received before; else it is noted as received. One message of a department at a time."""
    if len(key) > KEY_LENGTH:
        raise InvalidValue(_("幂等键过长"), field="Idempotency-Key", expected=f"≤ {KEY_LENGTH}")
    told = json.dumps({"order": order.pk, **asdict(execution)}, sort_keys=True, default=str)
    digest = hashlib.sha256(told.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"receipt:{by.own_organisation}:{key}"])
    known = Receipt.objects.filter(issued_to_id=by.own_organisation, key=key).first()
    if known is None:
        Receipt.objects.create(
            order=order, region_id=order.region_id, issued_to_id=by.own_organisation, key=key, digest=digest
        )
        return False
    if known.digest != digest:
        raise KeyReused(field="Idempotency-Key", found=key)
    return True


def _term(order: Order, executed_on: date) -> date | None:
    return months_after(executed_on, order.duration_months) if order.duration_months else None
