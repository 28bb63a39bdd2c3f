"""Lists of accounts, uploads and background jobs (人员账号、上传记录、后台作业)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tracker.web.job_kinds import name_of
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.listings.columns import Form, ListColumn, Listing, number, shown

ACCOUNTS = Listing(
    "accounts",
    _("人员账号"),
    (
        ListColumn("name", _("姓名")),
        ListColumn("username", _("用户名")),
        shown("role", _("角色"), 16),
        ListColumn("region.name", _("区划")),
        ListColumn("organisation.name", _("机构"), width=30),
        ListColumn("email", _("电子邮箱"), width=30),
        ListColumn("last_login", _("最近登录"), Form.MOMENT, width=18),
        ListColumn("is_active", _("状态"), width=8, value=lambda one: _("启用") if one.is_active else _("停用")),
    ),
)

UPLOADS = Listing(
    "uploads",
    _("上传记录"),
    (
        ListColumn("file_name", _("文件"), width=40),
        ListColumn("kind", _("表种"), width=24, value=lambda upload: KINDS[upload.kind].title),
        ListColumn("plan.code", _("计划")),
        ListColumn("uploaded_by.name", _("上传人"), width=12),
        ListColumn("uploaded_at", _("上传时间"), Form.MOMENT, width=18),
        number("rows", _("行数")),
        number("created", _("新增")),
        number("updated", _("变更")),
        number("unchanged", _("不变")),
        number("error_count", _("错误")),
        shown("state", _("状态")),
    ),
)

# Without a job's words: the list is also the administrators', who see no business data.
JOBS = Listing(
    "jobs",
    _("后台作业"),
    (
        ListColumn("kind", _("作业"), width=24, value=name_of),
        ListColumn("created_by.name", _("发起人"), width=12),
        ListColumn("created_at", _("提交时间"), Form.MOMENT, width=18),
        shown("state", _("状态")),
        number("progress", _("进度")),
        number("total", _("总量")),
        number("attempts", _("尝试次数")),
        ListColumn("fault", _("故障代码"), width=20),
        ListColumn("finished_at", _("结束时间"), Form.MOMENT, width=18),
    ),
)
