"""The form of progress (进展情况表), monthly or quarterly: each city and industry, task against list, completion, acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tracker.regions.models import Region
from tracker.regions.naming import Name
from tracker.targets.figures import Figures, figures
from tracker.workbooks.forms.layout import Cell, Filled, FormColumn, Line, Look
from tracker.workbooks.forms.places import filled
from tracker.workbooks.forms.reporting import Asked, ReportForm

_COLUMNS = (
    FormColumn("地区", 14, merged=True),
    FormColumn("行业", 12),
    FormColumn("单位", 11),
    FormColumn("目标任务", 12),
    FormColumn("项目数", 9, "落实到企业"),
    FormColumn("产能", 12, "落实到企业"),
    FormColumn("项目数", 9, "已报告完成"),
    FormColumn("产能", 12, "已报告完成"),
    FormColumn("占任务（%）", 10, "已报告完成", share=True),
    FormColumn("项目数", 9, "已验收"),
    FormColumn("产能", 12, "已验收"),
    FormColumn("占任务（%）", 10, "已验收", share=True),
    FormColumn("项目数", 9, "逾期未完成"),
    FormColumn("产能", 12, "逾期未完成"),
    FormColumn("备注", 20),
)


def _fill(asked: Asked) -> Filled:
    notes = ["不同行业的产能不相加；占任务的比例为完成（验收）产能与目标任务之比。"]
    return filled(asked, PROGRESS, _COLUMNS, _lines(asked), notes=notes)


def _lines(asked: Asked) -> Iterator[Line]:
    names = dict(Region.objects.values_list("code", "name"))
    own = asked.region.level
    if own != Region.Level.COUNTY:
        for line in figures(asked.plan, asked.by, asked.as_of, level=asked.below):
            if asked.covers(line.region_id) and line.region_id != asked.region.code:
                yield Line(_cells(names[line.region_id], line))
    look = Look.BODY if own == Region.Level.COUNTY else Look.SUM
    for line in figures(asked.plan, asked.by, asked.as_of, level=own):
        if line.region_id == asked.region.code:
            yield Line(_cells(names[line.region_id] + ("" if look is Look.BODY else "合计"), line), look)


def _cells(place: str, line: Figures) -> list[Cell]:
    return [
        place, line.industry, line.unit, line.assigned, line.targets, line.covered, line.targets_done, line.reported,
        share_of(line.reported, line.assigned), line.targets_accepted, line.accepted, share_of(line.accepted, line.assigned),
        line.targets_overdue, line.overdue, None,
    ]  # fmt: skip


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part of a whole; None of nothing."""
    return part / whole if whole else None


PROGRESS = ReportForm(
    "progress",
    Name("附件2", "Annex 2"),
    Name("淘汰落后产能工作进展情况表", "Progress in eliminating backward capacity"),
    _("各地各行业的目标任务、落实、完成、验收、逾期情况"),
    _("每月五日前报上月"),
    _fill,
)
