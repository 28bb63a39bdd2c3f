"""Kinds of messages (通知类别): what an officer must be told, and what they may choose to be told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.officers.roles import Role


class MessageKind(models.TextChoices):
    """通知类别: the duty of the office decides whether it may be switched off, never who sends it."""

    OVERDUE = "overdue", _("逾期预警")
    ESCALATION = "escalation", _("逾期升级督办")
    ORDER = "order", _("强制措施通知")
    REPORT = "report", _("月报催报")
    SYSTEM = "system", _("系统运行告警")
    DUE_SOON = "due_soon", _("临近到期提醒")
    UPLOAD = "upload", _("上传处理结果")
    WEEKLY = "weekly", _("每周综述")


# What can't wait for the morning: it goes out in quiet hours too.
CRITICAL = (MessageKind.ESCALATION, MessageKind.ORDER, MessageKind.SYSTEM)
OPTIONAL = (MessageKind.DUE_SOON, MessageKind.UPLOAD, MessageKind.WEEKLY)
# Repeats what was told day by day: sent to who asks for it.
ASKED_FOR = (MessageKind.WEEKLY,)

_LOCAL = (Role.MUNICIPAL, Role.COUNTY, Role.PROVINCIAL)
_ADMINISTRATORS = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN)
_MEANT_FOR: dict[MessageKind, tuple[Role, ...]] = {
    MessageKind.OVERDUE: _LOCAL,
    MessageKind.ESCALATION: (*_LOCAL, Role.DEPARTMENT),
    MessageKind.ORDER: (Role.MUNICIPAL, Role.PROVINCIAL, Role.DEPARTMENT),
    MessageKind.REPORT: (Role.MUNICIPAL, Role.PROVINCIAL),
    MessageKind.SYSTEM: _ADMINISTRATORS,
    MessageKind.DUE_SOON: _LOCAL,
    MessageKind.UPLOAD: _LOCAL,
    MessageKind.WEEKLY: _LOCAL,
}


def kinds_for(role: str) -> list[MessageKind]:
    """The kinds a role is ever sent."""
    return [kind for kind, roles in _MEANT_FOR.items() if role in roles]
