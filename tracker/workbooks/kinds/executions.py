"""The kind `executions` (执行回报表): what a department reports of the orders issued to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tracker.workbooks.kinds.base import Column, Kind, Type

EXECUTIONS = Kind(
    code="executions",
    title=_("强制措施执行回报表"),
    columns=(
        Column(
            "number",
            "文号",
            Type.CHOICE,
            aliases=("决定书文号", "决定文号", "发文字号"),
            required=True,
            source="order",
            width=22,
            help=_("决定书上的文号"),
            example="浙淘汰强〔2010〕1号",
        ),
        Column(
            "party",
            "被执行人",
            aliases=("企业名称", "单位名称", "用户名称"),
            required=True,
            max_length=120,
            proper_name=True,
            width=32,
            help=_("决定书上的名称，用于核对"),
            example="富阳某水泥有限公司",
        ),
        Column("measure", "措施", aliases=("措施名称",), max_length=40, width=16, help=_("供核对，可不填")),
        Column(
            "account_number",
            "户号（表号）",
            aliases=("户号", "表号"),
            max_length=60,
            width=16,
            help=_("供核对，可不填"),
        ),
        Column("due_on", "执行期限", Type.DATE, width=13, help=_("供核对，可不填")),
        Column(
            "executed_on",
            "执行日期",
            Type.DATE,
            aliases=("停供日期", "办理日期"),
            required=True,
            width=13,
            help=_("实际执行的日期，写明年月日"),
            example="2010-10-20",
        ),
        Column(
            "executed_at",
            "执行时间",
            aliases=("执行时刻", "停供时间", "停供时刻"),
            max_length=20,
            width=11,
            help=_("时和分，如 9:30；措施要求的必填"),
            example="9:30",
        ),
        Column(
            "operator",
            "操作人员",
            aliases=("执行人", "经办人", "操作人"),
            required=True,
            max_length=40,
            width=14,
            help=_("现场执行人员姓名"),
            example="王建国",
        ),
        Column(
            "meter_reading",
            "表计示数",
            Type.AMOUNT,
            aliases=("表底数", "止码", "抄表示数"),
            width=14,
            help=_("停供时的表计示数；措施要求的必填"),
            example="4821.5",
        ),
        Column("note", "执行说明", aliases=("备注", "说明"), max_length=300, width=24),
    ),
    keys=(("number",),),
    called=("number", "party", "measure"),
    order=("number",),
    filled_in=("executed_on", "executed_at", "operator", "meter_reading", "note"),
    help=_(
        "每份决定书一行；同一内容重复回报，只登记一次。要求现场照片的，先在网页上传照片。模板中还没有执行、没有填写的行会跳过。"
    ),
)
