"""Lists of the progress room (进度月报、检查验收、疑点、线索、用电用水、公示公告)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.listings.columns import Form, ListColumn, Listing, day, number, shown

ENTERPRISE = ListColumn("target.enterprise.name", _("企业"), width=34)
FACILITY = ListColumn("target.facility.name", _("淘汰装备（生产线）"), width=30)
REGION = ListColumn("region.name", _("所在地"))

REPORTS = Listing(
    "progress-reports",
    _("进度月报"),
    (
        ListColumn("month", _("月份"), width=10, value=lambda report: f"{report.month:%Y-%m}"),
        ListColumn("region.name", _("区划")),
        shown("state", _("状态")),
        ListColumn("is_zero", _("零报告"), width=8, value=lambda report: _("是") if report.is_zero else ""),
        day("due_on", _("期限")),
        day("submitted_on", _("报送日期")),
        ListColumn("submitted_by.name", _("报送人"), width=12),
        ListColumn("steps_taken", _("本月登记进度条数"), Form.INTEGER, width=12, total=True),
        ListColumn("progress", _("本月进展"), width=40),
        ListColumn("problems", _("存在问题"), width=40),
        ListColumn("next_steps", _("下步打算"), width=40),
    ),
)

INSPECTIONS = Listing(
    "inspections",
    _("检查验收"),
    (
        shown("kind", _("检查类别"), 16),
        ENTERPRISE,
        FACILITY,
        REGION,
        day("planned_on", _("计划检查日期")),
        day("held_on", _("检查日期")),
        shown("state", _("状态")),
        shown("outcome", _("结论")),
        ListColumn("opinion", _("检查意见"), width=40),
        day("rectify_by", _("整改期限")),
    ),
)

SUSPICIONS = Listing(
    "suspicions",
    _("疑点核实"),
    (
        shown("kind", _("类别"), 16),
        ListColumn("enterprise", _("企业"), width=34, value=lambda one: (one.target or one.facility).enterprise.name),
        ListColumn(
            "facility",
            _("装备（生产线）"),
            width=30,
            value=lambda one: (one.target.facility if one.target else one.facility).name,
        ),
        REGION,
        ListColumn("reasons", _("理由"), width=50, value=lambda one: "；".join(map(str, one.reasons))),
        day("found_on", _("发现日期")),
        shown("state", _("状态")),
        ListColumn("verdict", _("核实结论"), width=40),
        ListColumn("judged_by.name", _("核实人"), width=12),
        day("judged_on", _("核实日期")),
    ),
)

CASES = Listing(
    "cases",
    _("瞒报谎报线索"),
    (
        shown("kind", _("类别"), 16),
        ENTERPRISE,
        FACILITY,
        ListColumn("facts", _("线索"), width=50),
        day("opened_on", _("登记日期")),
        ListColumn("opened_by.name", _("登记人"), width=12),
        shown("state", _("状态")),
        ListColumn("conclusion", _("调查结论"), width=40),
        day("closed_on", _("结案日期")),
    ),
)

READINGS = Listing(
    "readings",
    _("用电用水"),
    (
        ListColumn("month", _("月份"), width=10, value=lambda one: f"{one.month:%Y-%m}"),
        ListColumn("facility.enterprise.name", _("企业"), width=34),
        ListColumn("facility.name", _("装备"), width=30),
        REGION,
        ListColumn("electricity", _("用电量（千瓦时）"), Form.AMOUNT, width=16, total=True),
        ListColumn("water", _("用水量（立方米）"), Form.AMOUNT, width=16, total=True),
    ),
)

NOTICES = Listing(
    "notices",
    _("公示公告"),
    (
        ListColumn("code", _("编号"), width=20),
        ListColumn("title", _("标题"), width=50),
        shown("kind", _("类别")),
        day("published_on", _("发布日期")),
        day("objections_until", _("异议截止日期")),
        ListColumn("published_by.name", _("发布人"), width=12),
    ),
)


def _freed(code: str, title: Any, first: Any) -> Listing:
    return Listing(
        code,
        title,
        (
            ListColumn("name", first, width=20),
            number("complete", _("完成项目")),
            number("recorded", _("已登记成效")),
            ListColumn("land", _("腾出土地（亩）"), Form.AMOUNT, total=True),
            ListColumn("energy", _("节约能源（吨标准煤）"), Form.AMOUNT, width=18, total=True),
            ListColumn("so2", _("削减二氧化硫（吨）"), Form.AMOUNT, width=18, total=True),
            ListColumn("cod", _("削减化学需氧量（吨）"), Form.AMOUNT, width=18, total=True),
            ListColumn("workers", _("安置职工（人）"), Form.INTEGER, total=True),
        ),
    )


BENEFITS_OF_CITIES = _freed("benefits-cities", _("各市淘汰成效"), _("设区市"))
BENEFITS_OF_COUNTIES = _freed("benefits-counties", _("各县（市、区）淘汰成效"), _("县（市、区）"))
BENEFITS_OF_INDUSTRIES = _freed("benefits-industries", _("各行业淘汰成效"), _("行业"))
