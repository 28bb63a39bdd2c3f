"""Forms of monthly reports (月报)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.progress.report_rules import ReportState
from tracker.progress.reports import Wording
from tracker.regions.models import Region
from tracker.web.forms.fields import ALL
from tracker.web.forms.filters import FilterForm, Rows


class MonthForm(forms.Form):
    """A month."""

    month = forms.DateField(
        label=_("月份"), input_formats=["%Y-%m"], widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"})
    )


class ReportFilter(FilterForm):
    """月报 by month, level and state."""

    month = forms.DateField(
        label=_("月份"), required=False, input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("级别"),
        required=False,
        choices=[ALL, (Region.Level.CITY, _("设区市")), (Region.Level.COUNTY, _("县（市、区）"))],
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *ReportState.choices])

    def by_month(self, rows: Rows, month: date) -> Rows:
        """Reports on a month."""
        return rows.filter(month=month)

    def by_level(self, rows: Rows, level: str) -> Rows:
        """Cities' reports, or counties'."""
        return rows.filter(region__level=level)

    def by_state(self, rows: Rows, state: str) -> Rows:
        """Reports in a state."""
        return rows.filter(state=state)


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class ReportForm(forms.Form):
    """What an officer writes of a month, and says when handing it in."""

    progress = _text(_("本月进展"))
    problems = _text(_("存在问题"))
    next_steps = _text(_("下步打算"))
    comment = forms.CharField(
        label=_("报送说明"), required=False, max_length=500, help_text=_("随报送一并提交，保存草稿时不保留。")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def wording(self) -> Wording:
        """What the report is to say."""
        said = self.cleaned_data
        return Wording(said["progress"], said["problems"], said["next_steps"])


class ReportMoveForm(forms.Form):
    """A move of a report, with a comment."""

    comment = forms.CharField(label=_("意见"), required=False, max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)
