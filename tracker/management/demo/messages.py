"""The demo's messages: two robots that are switched off (the demo calls nobody outside), and one who wants less mail."""

from __future__ import annotations

from tracker.audit.acting import acting
from tracker.jobs.hooks import Webhook, add_webhook, switch_webhook
from tracker.jobs.preferences import MailPreference, change_preference
from tracker.management.demo.accounts import officer
from tracker.officers.roles import Role
from tracker.regions.models import Region

_ROBOTS = (
    (
        "杭州市淘汰工作群",
        Role.MUNICIPAL,
        "330100",
        Webhook.Form.WECOM,
        "qyapi.weixin.qq.com",
        "/cgi-bin/webhook/send?key=demo",
    ),
    (
        "省运行值班群",
        Role.SYSADMIN,
        "330000",
        Webhook.Form.DINGTALK,
        "oapi.dingtalk.com",
        "/robot/send?access_token=demo",
    ),
)


def make_messages() -> int:
    """Make what is missing; how many."""
    by = officer("sysadmin")
    with acting(by.actor):
        known = set(Webhook.objects.values_list("name", flat=True))
        missing = [robot for robot in _ROBOTS if robot[0] not in known]
        for name, role, region, form, host, path in missing:
            made = add_webhook(
                name=name, role=role, region=Region.objects.get(pk=region), form=form, url=f"https://{host}{path}",
                secret="", host=host, by=by,
            )  # fmt: skip
            switch_webhook(webhook=made, is_active=False, by=by, seen_version=made.version)
    _choose()
    return len(missing)


def _choose() -> None:
    reader = officer("ningbo")
    if MailPreference.objects.filter(officer=reader).exists():
        return
    with acting(reader.actor):
        change_preference(officer=reader, by=reader, seen_version=1, digest_days="workdays", unwanted=[])
