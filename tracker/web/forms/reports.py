"""Forms of monthly reports (月报)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MonthForm(forms.Form):
    """A month."""

    month = forms.DateField(
        label=_("月份"), input_formats=["%Y-%m"], widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"})
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class ReportForm(forms.Form):
    """What an officer writes of a month."""

    progress = _text(_("本月进展"))
    problems = _text(_("存在问题"))
    next_steps = _text(_("下步打算"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReportMoveForm(forms.Form):
    """A move of a report, with a comment."""

    comment = forms.CharField(label=_("意见"), required=False, max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)
