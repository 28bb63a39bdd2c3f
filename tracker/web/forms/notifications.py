"""The form of an officer's notification settings (通知设置)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.jobs.kinds import OPTIONAL, MessageKind, kinds_for
from tracker.jobs.preferences import FIRST_HOUR, LAST_HOUR, MailPreference
from tracker.officers.models import Officer


def _hour(hour: int) -> tuple[int, Any]:
    return (hour, _("扫描完成后（7 时起）") if hour == FIRST_HOUR else f"{hour:02}:00")


class NotificationForm(forms.Form):
    """When the digest comes, in which language, and which optional kinds are wanted."""

    language = forms.ChoiceField(label=_("邮件和页面语言"), choices=[("zh-hans", "简体中文"), ("en", "English")])
    digest_hour = forms.TypedChoiceField(
        label=_("摘要送达时间"), choices=[_hour(hour) for hour in range(FIRST_HOUR, LAST_HOUR + 1)], coerce=int
    )
    digest_days = forms.ChoiceField(
        label=_("摘要送达日"),
        choices=MailPreference.Days.choices,
        help_text=_("选“仅工作日”时，节假日的新情况合并到下一个工作日的摘要里。"),
    )
    wanted = forms.MultipleChoiceField(label=_("可选通知"), required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, officer: Officer, chosen: MailPreference) -> None:
        kinds = kinds_for(officer.role)
        self.obligatory = [kind for kind in kinds if kind not in OPTIONAL]
        self.optional = [kind for kind in kinds if kind in OPTIONAL]
        initial = {
            "language": officer.language,
            "digest_hour": chosen.digest_hour,
            "digest_days": chosen.digest_days,
            "wanted": [kind.value for kind in self.optional if chosen.wants(kind)],
            "version": chosen.version,
        }
        super().__init__(data, initial=initial)
        self.fields["wanted"].choices = [(kind.value, kind.label) for kind in self.optional]  # type: ignore[attr-defined]
        if MessageKind.OVERDUE not in kinds:
            del self.fields["digest_hour"], self.fields["digest_days"]

    def changes(self, chosen: MailPreference) -> dict[str, Any]:
        """What is to be kept; kinds that are not this role's business stay as they are."""
        mine = {kind.value for kind in self.optional}
        declined = mine - set(self.cleaned_data["wanted"])
        kept: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("digest_hour", "digest_days") if name in self.fields
        }
        return {"unwanted": sorted(declined | (set(chosen.unwanted) - mine)), **kept}
