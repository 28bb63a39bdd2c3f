"""Forms about messages (邮件与推送): finding lines of the outbox, sending again, entering a webhook."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.jobs.hooks import TOLD, Webhook
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.jobs.resending import REASON_LENGTH
from tracker.regions.models import Region
from tracker.web.forms.fields import ALL, DayField, SearchInput
from tracker.web.forms.filters import FilterForm, Rows

State = OutboxMail.State
DOUBTFUL = "doubtful"
STATES = [
    (State.WAITING.value, State.WAITING.label),
    (State.SENT.value, State.SENT.label),
    (DOUBTFUL, _("可能重复送达")),
    (State.FAILED.value, State.FAILED.label),
    (State.BOUNCED.value, State.BOUNCED.label),
]


class OutboxFilter(FilterForm):
    """Lines by words, state, kind, channel and day."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=SearchInput(attrs={"placeholder": _("收件地址、姓名或邮件标识")}),
    )
    state = forms.ChoiceField(label=_("状态"), choices=[ALL, *STATES], required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=[ALL, *MessageKind.choices], required=False)
    channel = forms.ChoiceField(
        label=_("渠道"), choices=[ALL, ("mail", _("电子邮件")), ("webhook", _("机器人推送"))], required=False
    )
    day = DayField(label=_("创建日期"), required=False)

    def by_day(self, rows: Rows, day: date) -> Rows:
        """Lines written on a day."""
        return rows.filter(created_at__date=day)

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Lines whose address, recipient or Message-ID the words name."""
        return rows.filter(
            Q(to__icontains=words)
            | Q(officer__name__icontains=words)
            | Q(webhook__name__icontains=words)
            | Q(message_id=f"<{words.strip('<>')}>")
        )

    def by_state(self, rows: Rows, state: str) -> Rows:
        """Lines in a state; doubtful are those that may have arrived twice."""
        if state == DOUBTFUL:
            return rows.filter(in_doubt=True)
        return rows.filter(state__in=[State.WAITING, State.SENDING] if state == State.WAITING else [state])

    def by_kind(self, rows: Rows, kind: str) -> Rows:
        """Lines of a kind."""
        return rows.filter(kind=kind)

    def by_channel(self, rows: Rows, channel: str) -> Rows:
        """Lines that went one way or the other."""
        return rows.filter(webhook__isnull=channel == "mail")


class ResendForm(forms.Form):
    """Why a mail is sent again."""

    reason = forms.CharField(label=_("理由"), max_length=REASON_LENGTH)


class AddressForm(forms.Form):
    """An address whose bounces are settled."""

    address = forms.EmailField(widget=forms.HiddenInput)


class WebhookForm(forms.Form):
    """Where a webhook leads, and as whom it is told."""

    name = forms.CharField(label=_("名称"), max_length=60)
    role = forms.ChoiceField(
        label=_("接收角色"),
        choices=[(role.value, role.label) for role in TOLD],
        help_text=_("收到该角色的摘要；系统管理员收到运行告警。"),
    )
    region = forms.ModelChoiceField(
        label=_("所属区划"),
        queryset=Region.objects.order_by("code"),
        help_text=_("须与角色相符，如市级选设区市。"),
    )
    form = forms.ChoiceField(label=_("格式"), choices=Webhook.Form.choices)
    url = forms.CharField(
        label=_("网址"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("只能指向运维人员在 WEBHOOK_HOSTS 中允许的主机；保存后不再显示。"),
    )
    secret = forms.CharField(
        label=_("密钥"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("通用格式必填，至少 16 个字符；钉钉填“加签”密钥；企业微信留空。保存后不再显示。"),
    )


class SwitchForm(forms.Form):
    """Switching a webhook off or on, as it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    is_active = forms.BooleanField(required=False, widget=forms.HiddenInput)
