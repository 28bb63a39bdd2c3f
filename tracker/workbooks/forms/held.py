"""The form of what is shut but still stands (已关停未彻底拆除企业名单): each with its cause, its plan and who watches it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tracker.regions.naming import Name
from tracker.targets.holding import HeldCase
from tracker.workbooks.forms.layout import Filled, FormColumn, Line
from tracker.workbooks.forms.places import cities_of, filled, inside, sums_by_unit
from tracker.workbooks.forms.reporting import Asked, ReportForm

_COLUMNS = (
    FormColumn("序号", 6),
    FormColumn("设区市", 10),
    FormColumn("县（市、区）", 11),
    FormColumn("企业名称", 30),
    FormColumn("生产线（设备）", 26),
    FormColumn("数量", 12, "产能"),
    FormColumn("单位", 10, "产能"),
    FormColumn("关停日期", 12),
    FormColumn("未拆除原因", 18),
    FormColumn("拆除方案", 36, "整改措施"),
    FormColumn("计划拆除日期", 12, "整改措施"),
    FormColumn("监管责任人", 14, "整改措施"),
)


def _cases(asked: Asked) -> QuerySet[Any]:
    on = asked.as_of
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    rows = HeldCase.objects.visible_to(asked.by).filter(still, inside(asked), target__plan=asked.plan, since__lte=on)
    return rows.select_related("target__enterprise", "target__facility", "region").order_by("region_id", "pk")


def _fill(asked: Asked) -> Filled:
    rows = _cases(asked)
    sums = sums_by_unit(rows, "target__amount", "target__unit", len(_COLUMNS), at=5)
    return filled(asked, HELD, _COLUMNS, [*_lines(rows), *sums], notes=["已断水断电、不能恢复生产的，应附证明材料。"])


def _lines(rows: QuerySet[Any]) -> Iterator[Line]:
    cities = cities_of()
    for number, case in enumerate(rows.iterator(1000), 1):
        target, place = case.target, (cities[case.region.city_code], case.region.name)
        yield Line(
            [
                number, *place, target.enterprise.name, target.facility.name, target.amount, target.unit, case.since,
                case.get_cause_display(), case.plan, case.finish_by, case.supervisor,
            ]
        )  # fmt: skip


HELD = ReportForm(
    "held",
    Name("附件5", "Annex 5"),
    Name("已关停未彻底拆除企业名单", "Enterprises shut down but not fully dismantled"),
    _("逐家列出未拆除的原因、拆除方案、监管责任人和计划拆除日期"),
    _("随进展情况表报送"),
    _fill,
)
