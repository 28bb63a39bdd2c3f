"""The roles of officers (角色)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """角色: the eight roles; the three administrators exclude one another and see no business data."""

    MUNICIPAL = "municipal", _("市级经办人")
    COUNTY = "county", _("县级经办人")
    PROVINCIAL = "provincial", _("省级经办人")
    DEPARTMENT = "department", _("部门经办人")
    AUDITOR = "auditor", _("审计人员")
    SYSADMIN = "sysadmin", _("系统管理员")
    SECADMIN = "secadmin", _("安全管理员")
    AUDITADMIN = "auditadmin", _("审计管理员")
