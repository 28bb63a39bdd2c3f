"""Forms of the deadlines room: days of the calendar, extension and pause."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.deadlines.quiet import QuietTime
from tracker.web.forms.fields import DayField

_KINDS = [("no", _("放假")), ("yes", _("调休上班"))]


class DaysForm(forms.Form):
    """Days in a row that are holidays, or are worked, and the document that says so."""

    first = DayField(label=_("开始日期"))
    last = DayField(label=_("结束日期"), required=False, help_text=_("只有一天的可不填"))
    is_working = forms.ChoiceField(label=_("安排"), choices=_KINDS)
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("如：春节"))
    document = forms.CharField(label=_("依据文件"), max_length=120, help_text=_("放假安排通知的名称和文号"))

    def stretch(self) -> dict[str, Any]:
        """What was said, as the service asks for it."""
        said = self.cleaned_data
        return {**said, "last": said["last"] or said["first"], "is_working": said["is_working"] == "yes"}


class CalendarDayForm(forms.Form):
    """The button that takes a day out."""

    date = DayField(label=_("日期"))


class QuietForm(forms.ModelForm):
    """From when to when, and whether on days off."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = QuietTime
        fields = ["starts_at", "ends_at", "rest_days", "is_active"]
        labels = {"starts_at": _("免打扰开始"), "ends_at": _("免打扰结束")}
        widgets = {name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("starts_at", "ends_at")}

    def values(self) -> dict[str, Any]:
        """What was said, as the columns hold it."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """The rules are the room's: it makes the row."""


class AskForm(forms.Form):
    """Until when, and why."""

    new_due_on = DayField(label=_("申请延至"))
    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DecideForm(forms.Form):
    """What is said with a decision."""

    note = forms.CharField(label=_("审批意见"), max_length=300, required=False, help_text=_("不同意的须写明理由"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class PauseForm(forms.Form):
    """Why a deadline is paused or resumed."""

    reason = forms.CharField(label=_("理由"), max_length=300)
