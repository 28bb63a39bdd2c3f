"""Forms of the measures (措施种类), for the administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.enforcement.administering import FIXED
from tracker.enforcement.measures import Measure
from tracker.regions.models import Industry, Organisation
from tracker.regions.naming import named


class MeasureForm(forms.ModelForm):
    """A measure: no code is needed for one, only its law, its duty, its condition and the way back."""

    industries = forms.MultipleChoiceField(
        label=_("适用行业"),
        required=False,
        help_text=_("不选即不限行业；可多选"),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    reason = forms.CharField(label=_("修改理由"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Measure
        fields = [
            "code", "name", "name_en", "kind", "precondition", "duty_department", "legal_basis", "basis_inferred",
            "way_back",
            "notice_working_days", "notice_source", "duration_months", "industries", "needs_safe_stop", "needs_time",
            "needs_meter_reading", "needs_photo", "note",
        ]  # fmt: skip
        help_texts = {"basis_inferred": _("核对过原文的，去掉勾选")}
        widgets = {
            "legal_basis": forms.Textarea(attrs={"rows": 2}),
            "way_back": forms.Textarea(attrs={"rows": 2}),
            "notice_source": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        government = Organisation.Kind.GOVERNMENT
        choices = Organisation.objects.exclude(kind=government)
        self.fields["duty_department"].queryset = choices  # type: ignore[attr-defined]
        self.fields["industries"].choices = named(Industry.objects.all())  # type: ignore[attr-defined]
        if self.instance.pk:
            for name in FIXED:
                del self.fields[name]
            self.fields["reason"].required = True
            self.initial["version"] = self.instance.version
        else:
            del self.fields["reason"], self.fields["version"]

    def values(self) -> dict[str, Any]:
        """The columns of the measure."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("reason", "version")}

    def _post_clean(self) -> None:
        """The row is the service's to make; but what the columns themselves refuse is told at its field."""
        self.instance = Measure.objects.get(pk=self.instance.pk) if self.instance.pk else Measure()
        if not self.instance.pk and Measure.objects.filter(pk=self.cleaned_data.get("code")).exists():
            self.add_error("code", _("该代码已有措施"))
        named = Measure.objects.filter(name=self.cleaned_data.get("name")).exclude(pk=self.instance.pk)
        if named.exists():
            self.add_error("name", _("已有同名措施"))
        if not self.cleaned_data.get("notice_working_days", 1):
            self.add_error("notice_working_days", _("至少一个工作日"))


class RetireForm(forms.Form):
    """Why a measure is retired or taken up again."""

    reason = forms.CharField(label=_("理由"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)
