"""Rates are data (加价标准维护): an administrator adds one with its document, ends it with another, or mends a typing fault.

Whatever is done to a rate, the months it is in force in are calculated anew in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.enforcement.measures import MeasureKind
from tracker.enforcement.price_rates import PriceRate
from tracker.enforcement.statements import recharge
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.errors import IllegalState, InvalidValue


@transaction.atomic
def add_rate(*, values: Mapping[str, Any], by: Officer, on: date) -> PriceRate:
    """A new rate with the given columns; InvalidValue names the rate whose period it would overlap."""
    require(by, "change", "price")
    if values["measure"].kind != MeasureKind.PRICE:
        raise InvalidValue(_("只有价格措施才有加价标准"), field="measure")
    try:
        with transaction.atomic():
            made = PriceRate.objects.create(**values)
    except IntegrityError as error:
        raise _overlap(values) if "rate_periods_do_not_overlap" in str(error) else error from error
    recharge(since=made.valid_from, on=on)
    return made


def _overlap(values: Mapping[str, Any]) -> InvalidValue:
    others = PriceRate.objects.filter(measure=values["measure"], tier=values["tier"], industry=values.get("industry"))
    until = values.get("valid_to") or date.max
    found = next(
        one for one in others if one.valid_from <= until and values["valid_from"] <= (one.valid_to or date.max)
    )
    said = {"document": found.document_number, "day": found.valid_from.isoformat()}
    text = _("与%(document)s（%(day)s 起执行）的期间重叠，请先终止该标准") % said
    return InvalidValue(text, code="overlapping_rate", field="valid_from", rate=found.pk)


@transaction.atomic
def end_rate(
    *, rate: PriceRate, last_day: date, document_number: str, by: Officer, on: date, seen_version: int
) -> PriceRate:
    """终止: the rate's last day, with the document that ends it."""
    require(by, "change", "price")
    if rate.valid_to is not None:
        raise IllegalState(_("该标准已终止"), code="rate_ended")
    if last_day < rate.valid_from:
        raise InvalidValue(_("终止日期不能早于执行日期"), field="valid_to")
    if not document_number.strip():
        raise InvalidValue(_("请填写终止该标准的文号"), field="end_document_number")
    changes = {"valid_to": last_day, "end_document_number": document_number.strip()}
    ended: PriceRate = change_seen(rate, seen_version=seen_version, changes=changes)
    recharge(since=rate.valid_from, on=on)
    return ended


@transaction.atomic
def correct_rate(
    *, rate: PriceRate, unit_price: Decimal, by: Officer, on: date, reason: str, seen_version: int
) -> PriceRate:
    """更正: a price that was typed wrongly; the statements say the difference from then on."""
    require(by, "change", "price")
    if not reason.strip():
        raise InvalidValue(_("请填写理由"), field="reason")
    if unit_price <= 0:
        raise InvalidValue(_("加价标准应大于零"), field="unit_price")
    corrected: PriceRate = change_seen(rate, seen_version=seen_version, changes={"unit_price": unit_price})
    recharge(since=rate.valid_from, on=on)
    return corrected
