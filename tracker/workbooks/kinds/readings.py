"""The kind `readings` (用电用水抄表): one month's use of one facility, as the power and water companies give it."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds import parts
from tracker.workbooks.kinds.base import Column, Kind, Type
from tracker.workbooks.kinds.targets import EQUIPMENT

READINGS = Kind(
    code="readings",
    title=_("企业装备用电用水月报表"),
    columns=(
        parts.ENTERPRISE,
        parts.CREDIT_CODE,
        EQUIPMENT,
        Column("year", "年度", Type.INTEGER, aliases=("年", "年份"), required=True, fill_down=True,
               maximum=Decimal(2100), width=8, help=_("四位数"), example="2010"),
        Column("month", "月份", Type.INTEGER, aliases=("月",), required=True, fill_down=True, maximum=Decimal(12),
               width=8, help=_("1 至 12"), example="8"),
        Column("electricity", "用电量", Type.AMOUNT, aliases=("用电量（千瓦时）", "电量", "用电", "电量（千瓦时）"),
               required=True, maximum=Decimal(9_999_999_999), width=14, help=_("千瓦时"), example="52000"),
        Column("water", "用水量", Type.AMOUNT, aliases=("用水量（立方米）", "水量", "用水"),
               maximum=Decimal(9_999_999_999), width=14, help=_("立方米，可不填"), example="310"),
    ),
    keys=(("enterprise", "equipment", "year", "month"),),
    order=("enterprise", "equipment", "year", "month"),
    partial=True,
    help=_("每套装备每月一行。停产之后也要填，没有用电填 0。"),
)  # fmt: skip
