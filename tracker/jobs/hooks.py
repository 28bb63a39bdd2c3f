"""Webhooks (机器人推送): a group's robot or another system that is told what an officer of a role and region is told.

Adding one, changing, switching off, trying it out: each is a verb of the system administrator. Address and secret are
never shown again and stand in no history.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.audit.conflicts import change_seen
from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.roles import Role
from tracker.regions.models import Region
from tracker.values.errors import InvalidValue

TOLD = (Role.MUNICIPAL, Role.COUNTY, Role.PROVINCIAL, Role.SYSADMIN)
_LEVEL = {Role.MUNICIPAL: "city", Role.COUNTY: "county", Role.PROVINCIAL: "province", Role.SYSADMIN: "province"}
SECRET_LENGTH = 16


@tracked(exclude=("url", "secret"))
class Webhook(models.Model):
    """机器人推送: where to, in which form, and as whom it is told."""

    class Form(models.TextChoices):
        PLAIN = "plain", gettext_lazy("通用 JSON（带签名）")
        WECOM = "wecom", gettext_lazy("企业微信群机器人")
        DINGTALK = "dingtalk", gettext_lazy("钉钉群机器人")

    name = models.CharField(gettext_lazy("名称"), max_length=60, unique=True)
    role = models.CharField(gettext_lazy("接收角色"), max_length=12, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=gettext_lazy("所属区划"))
    form = models.CharField(gettext_lazy("格式"), max_length=10, choices=Form)
    host = models.CharField(gettext_lazy("主机"), max_length=200)
    url = models.CharField(gettext_lazy("网址"), max_length=500)
    secret = models.CharField(gettext_lazy("密钥"), max_length=200, blank=True)
    is_active = models.BooleanField(gettext_lazy("启用"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["region", "name"]
        verbose_name = gettext_lazy("机器人推送")
        constraints = [
            models.CheckConstraint(condition=Q(form__in=["plain", "wecom", "dingtalk"]), name="webhook_form_known"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in TOLD]), name="webhook_role_is_told"),
            models.CheckConstraint(
                condition=~Q(form="plain") | ~Q(secret=""), name="webhook_of_our_own_form_has_a_secret"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@transaction.atomic
def add_webhook(
    *, name: str, role: Role, region: Region, form: str, url: str, secret: str, host: str, by: Officer
) -> Webhook:
    """Enter a webhook; `host` is what `outside.destination_of` found its address to lead to."""
    require(by, "change", "webhook")
    _check(role, region, form, secret)
    if Webhook.objects.filter(name=name).exists():
        raise InvalidValue(_("已有同名的机器人推送"), field="name")
    return Webhook.objects.create(name=name, role=role, region=region, form=form, url=url, secret=secret, host=host)


def _check(role: str, region: Region, form: str, secret: str) -> None:
    if role not in TOLD or region.level != _LEVEL[Role(role)]:
        raise InvalidValue(_("区划与接收角色不符"), field="region")
    if form == Webhook.Form.PLAIN and len(secret) < SECRET_LENGTH:
        raise InvalidValue(_("通用格式须填写至少 16 个字符的密钥，用于签名"), field="secret")


@transaction.atomic
def switch_webhook(*, webhook: Webhook, is_active: bool, by: Officer, seen_version: int) -> Webhook:
    """Switch a webhook off or on again; what still waits for one that is off is given up."""
    require(by, "change", "webhook")
    changes: dict[str, Any] = {"is_active": is_active}
    switched: Webhook = change_seen(webhook, seen_version=seen_version, changes=changes)
    if not is_active:
        waiting = webhook.messages.filter(state="waiting")
        waiting.update(state="failed", last_error=_("机器人推送已停用"))
    return switched
