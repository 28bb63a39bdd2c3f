"""What the command line names: officers by user name, plans by code; the refusal says what is known instead."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.values.errors import InvalidValue


def officer_named(username: str) -> Officer:
    """The officer with a user name."""
    found = Officer.objects.select_related("region").filter(username__iexact=username).first()
    if found is None:
        raise InvalidValue(_("没有用户名为“%(name)s”的人员") % {"name": username}, field="by", found=username)
    return found


def plan_named(code: str) -> Plan:
    """The plan with a code."""
    found = Plan.objects.filter(code=code).first()
    if found is None:
        known = "、".join(Plan.objects.values_list("code", flat=True))
        raise InvalidValue(_("没有代码为“%(code)s”的计划") % {"code": code}, field="plan", found=code, expected=known)
    return found
