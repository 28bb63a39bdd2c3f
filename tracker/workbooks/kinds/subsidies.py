"""The kind `subsidies` (奖补资金): one award a row, from one source, for one accepted target or its enterprise."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds import parts
from tracker.workbooks.kinds.base import Column, Kind, Type

SUBSIDIES = Kind(
    code="subsidies",
    title=_("淘汰落后产能奖补资金表"),
    columns=(
        parts.ENTERPRISE,
        parts.CREDIT_CODE,
        Column("equipment", "淘汰装备（生产线）", aliases=("淘汰装备", "淘汰生产线", "装备名称", "淘汰设备", "淘汰项目"),
               max_length=120, width=30, help=_("名单上的装备名称；给全企业的资金可空着"), example="Φ2.2×7m 水泥磨"),
        Column("source", "资金来源", Type.CHOICE, aliases=("来源", "资金渠道", "资金级次", "拨款来源"), required=True,
               source="award_source", width=12, help=_("从下拉列表中选择"), example="中央财政"),
        Column("purpose", "资金用途", Type.CHOICE, aliases=("用途", "补助用途", "支出方向"), required=True,
               source="award_purpose", width=14, help=_("从下拉列表中选择"), example="职工安置"),
        Column("amount", "奖补金额", Type.AMOUNT,
               aliases=("奖补金额（万元）", "补助金额", "补助金额（万元）", "奖励资金", "奖励资金（万元）", "金额（万元）", "金额"),
               required=True, maximum=Decimal(99_999_999), width=14, help=_("万元，最多四位小数"), example="52.5"),
        Column("year", "年度", Type.INTEGER, aliases=("年", "年份", "下达年度", "预算年度"), required=True,
               fill_down=True, maximum=Decimal(2100), width=8, help=_("四位数"), example="2010"),
        Column("document_number", "文号", aliases=("下达文号", "资金文号", "拨款文号", "文件号"), required=True,
               max_length=60, width=24, help=_("下达资金的文件号"), example="浙财企〔2010〕88号"),
        Column("paid_on", "拨付日期", Type.DATE, aliases=("拨付时间", "到账日期", "支付日期"), width=13,
               help=_("尚未拨付的可空着；填写的写明年月日"), example="2010-12-20"),
        parts.REMARK,
    ),
    keys=(("enterprise", "equipment", "source", "year"), ("credit_code", "equipment", "source", "year")),
    order=("enterprise", "equipment", "source"),
    totals=("amount",),
    partial=True,
    help=_("每笔资金一行。项目验收后才能奖补；同一项目同一来源只能奖补一次。"),
)  # fmt: skip
