"""The form of completion (任务完成情况汇总表): each industry's task, published list and result."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tracker.regions.naming import Name
from tracker.targets.enterprise_figures import EnterpriseCounts, enterprise_counts
from tracker.targets.figures import Figures, figures
from tracker.workbooks.forms.layout import Cell, Filled, FormColumn, Line, Look
from tracker.workbooks.forms.places import filled
from tracker.workbooks.forms.progress import share_of
from tracker.workbooks.forms.reporting import Asked, ReportForm

_COLUMNS = (
    FormColumn("序号", 6),
    FormColumn("行业", 14),
    FormColumn("单位", 11),
    FormColumn("目标任务", 13),
    FormColumn("企业数（家）", 12, "公布的企业名单"),
    FormColumn("产能", 13, "公布的企业名单"),
    FormColumn("企业数（家）", 12, "实际完成"),
    FormColumn("产能", 13, "实际完成"),
    FormColumn("企业数（家）", 12, "其中通过验收"),
    FormColumn("产能", 13, "其中通过验收"),
    FormColumn("完成率（%）", 11, "按验收产能考核", share=True),
    FormColumn("超额（+）尚差（-）", 14, "按验收产能考核"),
    FormColumn("备注", 20),
)


def _fill(asked: Asked) -> Filled:
    notes = ["一家企业在几个行业都有项目的，分行业各计一家，合计只计一家；不同行业的产能不相加。"]
    return filled(asked, COMPLETION, _COLUMNS, _lines(asked), notes=notes)


def _lines(asked: Asked) -> Iterator[Line]:
    enterprises = enterprise_counts(asked.plan, asked.by, asked.as_of, asked.region)
    told = figures(asked.plan, asked.by, asked.as_of, level=asked.region.level)
    own = [line for line in told if line.region_id == asked.region.code]
    for number, line in enumerate(own, 1):
        yield Line(_cells(number, line, enterprises.get(line.industry_id, EnterpriseCounts())))
    every = enterprises[""]
    numbers: list[Cell] = [None, every.listed, None, every.completed, None, every.accepted, None, None, None, None]
    yield Line(["合计", None, None, *numbers], Look.SUM)


def _cells(number: int, line: Figures, enterprises: EnterpriseCounts) -> list[Cell]:
    return [
        number, line.industry, line.unit, line.assigned, enterprises.listed, line.covered, enterprises.completed,
        line.reported, enterprises.accepted, line.accepted, share_of(line.accepted, line.assigned),
        line.accepted - line.assigned, None,
    ]  # fmt: skip


COMPLETION = ReportForm(
    "completion",
    Name("附件3", "Annex 3"),
    Name("淘汰落后产能任务完成情况汇总表", "Summary of completed elimination targets"),
    _("各行业的目标任务、公布名单、实际完成和验收"),
    _("次年一月五日前随自查报告报送"),
    _fill,
)
