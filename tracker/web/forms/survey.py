"""Forms of the registry (企业台账): what a survey found of a facility, an enterprise's figures of a year, a merge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.catalogue.criteria import IN_COLUMNS
from tracker.catalogue.models import Attribute, FacilityKind
from tracker.catalogue.rules import measure_of
from tracker.catalogue.wording import Words, words
from tracker.regions.models import CAPACITY_UNIT_CHOICES, Industry
from tracker.registry.models import Facility
from tracker.registry.services import YearFigures
from tracker.values.measures import units_like
from tracker.web.forms.fields import NONE, AmountField, DayField


class SurveyForm(forms.Form):
    """What a facility is from a day on; its parameters are those of its kind."""

    on = DayField(label=_("调查日期"), help_text=_("从这一天起按此认定；以前的情况照旧保留"))
    kind = forms.ModelChoiceField(FacilityKind.objects.all(), label=_("装备类型"), required=False, empty_label=NONE[1])
    industry = forms.ModelChoiceField(Industry.objects.all(), label=_("行业"), empty_label=None)
    status = forms.ChoiceField(label=_("状态"), choices=Facility.Status.choices)
    capacity = AmountField(label=_("产能"), required=False)
    capacity_unit = forms.ChoiceField(label=_("计量单位"), choices=[NONE, *CAPACITY_UNIT_CHOICES], required=False)
    commissioned_on = DayField(label=_("投产日期"), required=False)
    reason = forms.CharField(label=_("依据"), max_length=200, help_text=_("例如：2010年6月现场调查"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, facility: Facility, **options: Any) -> None:
        super().__init__(*args, **options)
        spoken = words()
        self.measured = [
            one
            for one in Attribute.objects.order_by("code")
            if one.code not in IN_COLUMNS and measure_of(one).applies_to(facility.kind_id)
        ]
        for one in self.measured:
            self.fields[f"p_{one.code}"] = _field(one, spoken)

    def parameters(self) -> list[Any]:
        """The bound fields of the parameters."""
        return [self[f"p_{one.code}"] for one in self.measured]

    def changes(self) -> dict[str, Any]:
        """What was typed, as the registry takes it."""
        said = self.cleaned_data
        kind = said["kind"]
        return {
            "kind_id": kind.pk if kind else None,
            "industry_id": said["industry"].pk,
            "status": said["status"],
            "capacity": said["capacity"],
            "capacity_unit": said["capacity_unit"] if said["capacity"] is not None else "",
            "commissioned_on": said["commissioned_on"],
            "attributes": {one.code: said.get(f"p_{one.code}") for one in self.measured},
        }


def _field(one: Attribute, spoken: Words) -> forms.Field:
    label = spoken.attributes[one.code]
    if one.type == Attribute.Type.BOOLEAN:
        options = [NONE, ("true", spoken.value(one.code, "true")), ("false", spoken.value(one.code, "false"))]
        return forms.ChoiceField(label=label, choices=options, required=False)
    if one.type == Attribute.Type.CHOICE:
        options = [NONE, *((option, spoken.value(one.code, option)) for option in one.choices)]
        return forms.ChoiceField(label=label, choices=options, required=False)
    told = f"{label}（{one.unit}）" if one.unit else label
    units = units_like(one.unit)[1:] if one.unit else []
    help_text = _("也可写明单位，如 %(units)s") % {"units": "、".join(units)} if units else ""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}) if one.unit else None
    return forms.CharField(label=told, required=False, max_length=100, help_text=help_text, widget=widget)


class YearForm(forms.Form):
    """An enterprise's figures of a year."""

    year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)
    output = AmountField(label=_("产值（万元）"), required=False)
    energy = AmountField(label=_("综合能耗（吨标准煤）"), required=False)
    water = AmountField(label=_("用水量（万立方米）"), required=False)
    tax = AmountField(label=_("税收（万元）"), required=False)
    land = AmountField(label=_("用地（亩）"), required=False)

    def figures(self) -> YearFigures:
        """What was typed, as the registry takes it."""
        return YearFigures(**self.cleaned_data)


class MergeForm(forms.Form):
    """Which of two rows is kept."""

    keep = forms.IntegerField()
    drop = forms.IntegerField()
    version = forms.IntegerField()
    reason = forms.CharField(required=False, max_length=200)
