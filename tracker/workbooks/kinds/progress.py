"""The kind `progress` (进度报表): what stage each target has reached, and when (State Council 2010 no. 7)."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds import parts
from tracker.workbooks.kinds.base import Column, Kind, Type
from tracker.workbooks.kinds.targets import EQUIPMENT

PROGRESS = Kind(
    code="progress",
    title=_("淘汰落后产能进度表"),
    columns=(
        parts.ENTERPRISE,
        parts.CREDIT_CODE,
        EQUIPMENT,
        Column(
            "stage",
            "进度阶段",
            Type.CHOICE,
            aliases=("进度", "进展情况", "完成阶段", "阶段", "目前进度", "进展"),
            required=True,
            source="stage",
            width=14,
            help=_("从下拉列表中选择"),
            example="已拆除",
        ),
        Column(
            "completed_on",
            "完成日期",
            Type.DATE,
            aliases=("完成时间", "实际完成日期", "实际完成时间", "拆除日期"),
            required=True,
            width=13,
            help=_("达到该阶段的日期，写明年月日"),
            example="2010-08-31",
        ),
        parts.amount("amount", "已淘汰产能", "实际淘汰产能", "完成产能", "淘汰产能", "已完成产能", required=False),
        replace(parts.UNIT, required=False),
        parts.REMARK,
    ),
    keys=(("enterprise", "equipment"), ("credit_code", "equipment")),
    order=("enterprise", "equipment"),
    totals=("amount",),
    filled_in=("stage", "completed_on", "amount"),
    partial=True,
    help=_("每个淘汰任务一行；只填有变化的行即可，模板中没有填写的行会跳过。"),
)
