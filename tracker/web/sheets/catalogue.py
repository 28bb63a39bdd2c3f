"""Lists of the catalogue and of screening (淘汰目录、筛查)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.web.findings import Reason, explain
from tracker.workbooks.listings.columns import Form, ListColumn, Listing, amount, day, number, shown

ENTRIES = Listing(
    "catalogue",
    _("淘汰目录"),
    (
        ListColumn("edition.code", _("目录版本")),
        ListColumn("number", _("编号"), width=10),
        ListColumn("industry.name", _("行业"), width=12),
        ListColumn("title", _("名称"), width=30),
        shown("kind", _("对象"), 10),
        shown("tier", _("类别"), 10),
        ListColumn("text", _("界定标准"), width=50),
        ListColumn("sentence", _("系统判断"), width=50),
        day("phase_out_on", _("淘汰期限")),
        ListColumn("citation", _("依据"), width=24),
    ),
)

RUNS = Listing(
    "screenings",
    _("筛查"),
    (
        ListColumn("edition.code", _("目录版本")),
        ListColumn("edition.title", _("名称"), width=40),
        day("on", _("筛查基准日")),
        ListColumn("ran_at", _("筛查时间"), Form.MOMENT, width=18),
        ListColumn("by.name", _("筛查人"), width=12),
        number("counts.facilities", _("核对装备"), total=False),
        number("counts.matched", _("属于目录"), total=False),
        number("counts.survey", _("须补充调查"), total=False),
    ),
)


def _told(findings: list[Any]) -> list[Any]:
    explain(findings)
    return findings


def _words(reason: Reason) -> str:
    if reason.missing:
        return f"{reason.condition}：{_now('未调查')}"
    said = reason.condition + (_now("（除外）") if reason.negated else "")
    return said + (f"（{_now('实为 %(value)s') % {'value': reason.value}}）" if reason.value else "")


FINDINGS = Listing(
    "findings",
    _("筛查结果"),
    (
        ListColumn("region.name", _("所在地")),
        ListColumn("enterprise.name", _("企业"), width=34),
        ListColumn("facility.name", _("装备（生产线）"), width=30),
        ListColumn("industry.name", _("行业"), width=12),
        amount("capacity", _("产能"), "capacity_unit"),
        ListColumn("capacity_unit", _("单位"), width=10),
        shown("ownership", _("所有制")),
        ListColumn("entry", _("目录条目"), width=30, value=lambda one: f"{one.entry.number} {one.entry.title}"),
        ListColumn("told", _("理由"), width=50, value=lambda one: "；".join(map(_words, one.told))),
        shown("status", _("结论")),
    ),
    prepare=_told,
)
