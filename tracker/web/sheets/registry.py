"""Lists of the registry (企业台账、装备台账、疑似重复)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from tracker.registry.models import Enterprise, Facility
from tracker.registry.spelling import Speller
from tracker.registry.statistics import period_of
from tracker.targets.models import Target
from tracker.workbooks.listings.columns import Form, ListColumn, Listing, amount, day, number, shown


def with_counts(enterprises: list[Any]) -> list[Any]:
    """The enterprises with how many facilities and targets each has; two queries for however many."""
    facilities, targets = (
        dict(
            model.objects.filter(enterprise__in=enterprises)
            .order_by()
            .values_list("enterprise")
            .annotate(n=Count("pk"))
        )
        for model in (Facility, Target)
    )
    for enterprise in enterprises:
        enterprise.facility_count = facilities.get(enterprise.pk, 0)
        enterprise.target_count = targets.get(enterprise.pk, 0)
    return enterprises


def with_parameters(facilities: list[Any]) -> list[Any]:
    """Facilities with their parameters in words."""
    speller = Speller()
    for facility in facilities:
        facility.told = speller.parameters(facility.kind_id, facility.attributes)
    return facilities


ENTERPRISES = Listing(
    "enterprises",
    _("企业台账"),
    (
        ListColumn("name", _("企业名称"), width=34),
        ListColumn("credit_code", _("统一社会信用代码"), width=22),
        ListColumn("region.name", _("所在地")),
        ListColumn("industry.name", _("行业"), width=12),
        shown("ownership", _("所有制")),
        number("employees", _("从业人数")),
        ListColumn("address", _("地址"), width=40),
        number("facility_count", _("装备（生产线）")),
        number("target_count", _("企业任务")),
    ),
    prepare=with_counts,
)

FACILITIES = Listing(
    "facilities",
    _("装备台账"),
    (
        ListColumn("region.name", _("所在地")),
        ListColumn("enterprise.name", _("企业名称"), width=34),
        ListColumn("industry.name", _("行业"), width=12),
        ListColumn("kind.name", _("装备类型")),
        ListColumn("name", _("装备名称及型号"), width=30),
        ListColumn("told", _("参数"), width=40),
        ListColumn("quantity", _("装备数量"), Form.INTEGER, width=10, unit="quantity_unit", total=True),
        ListColumn("quantity_unit", _("装备单位"), width=10),
        amount("capacity", _("产能"), "capacity_unit"),
        ListColumn("capacity_unit", _("单位"), width=10),
        day("commissioned_on", _("投产日期")),
        shown("status", _("状态")),
    ),
    prepare=with_parameters,
)


STATISTICS = Listing(
    "statistics",
    _("地区统计"),
    (
        ListColumn("region.name", _("区划")),
        ListColumn("period", _("期间"), width=14, value=period_of),
        shown("nature", _("口径")),
        shown("indicator", _("指标"), 16),
        ListColumn("industry.name", _("行业"), width=12),
        ListColumn("content", _("内容"), width=30),
        ListColumn("value", _("数值"), Form.AMOUNT),
        ListColumn("unit", _("单位"), width=12),
        ListColumn("source", _("来源"), width=44),
    ),
)


def _place(row: Any) -> str:
    return row.name if isinstance(row, Enterprise) else f"{row.enterprise.name} {row.name}"


DUPLICATES = Listing(
    "duplicates",
    _("疑似重复"),
    (
        ListColumn("first", _("记录一"), width=40, value=lambda pair: _place(pair.first)),
        ListColumn("second", _("记录二"), width=40, value=lambda pair: _place(pair.second)),
        ListColumn("label", _("疑似原因"), width=40),
    ),
)
