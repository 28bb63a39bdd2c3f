"""Quotas known by their number (改写任务): a row of a prefilled sheet may say another region, industry or content than it did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan, Quota
from tracker.quotas.services import QuotaRow
from tracker.regions.models import Region
from tracker.values.errors import InvalidValue

_KEY = ("region_id", "industry_id", "content")


@transaction.atomic
def rename_quotas(plan: Plan, stated: Mapping[int, tuple[int, QuotaRow]], by: Officer) -> dict[int, dict[str, Any]]:
    """Change what the rows are known by, where they say so; the old values of those that changed."""
    known = Quota.objects.visible_to(by).filter(plan=plan).in_bulk({key for key, _row in stated.values()})
    olds: dict[int, dict[str, Any]] = {}
    for index, (key, row) in stated.items():
        quota = known[key]
        old = {name: getattr(quota, name) for name in _KEY if getattr(quota, name) != getattr(row, name)}
        if old:
            _allow(plan, quota, row, by)
            _change(key, {name: getattr(row, name) for name in old})
            olds[index] = old
    return olds


def _allow(plan: Plan, quota: Quota, row: QuotaRow, by: Officer) -> None:
    for region in (quota.region_id, row.region_id):
        require(by, "change", "quota", region=region)
    if by.region.level != Region.Level.PROVINCE and plan.versions.exists():
        raise InvalidValue(
            _("已下达的任务只能通过调整审批改变"), field="content", found=row.content, expected=quota.content
        )


def _change(key: int, values: Mapping[str, Any]) -> None:
    try:
        with transaction.atomic():
            Quota.objects.filter(pk=key).update(**values, version=F("version") + 1)
    except IntegrityError as error:
        raise InvalidValue(_("该区划、行业、淘汰内容的任务已存在"), field="content") from error
