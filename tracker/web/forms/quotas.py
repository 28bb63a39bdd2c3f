"""The form of one quota (目标任务)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.quotas.models import Quota
from tracker.quotas.services import QuotaRow
from tracker.regions.models import (
    CAPACITY_UNIT_CHOICES,
    EQUIPMENT_UNIT_CHOICES,
    Industry,
    Organisation,
    Region,
)
from tracker.web.forms.fields import NONE, AmountField, DayField, region_choices, regions_of


class QuotaForm(forms.Form):
    """What one region must eliminate in one industry."""

    region = forms.ChoiceField(label=_("区划"))
    industry = forms.ModelChoiceField(Industry.objects.all(), label=_("行业"), empty_label=NONE[1])
    content = forms.CharField(
        label=_("淘汰内容"), max_length=120, help_text=_("与淘汰目录写法一致，例如“直径3米及以下水泥粉磨设备”")
    )
    amount = AmountField(label=_("任务量"))
    unit = forms.ChoiceField(label=_("计量单位"), choices=[NONE, *CAPACITY_UNIT_CHOICES])
    equipment_count = forms.DecimalField(
        label=_("装备数量"), required=False, min_value=0, max_digits=10, decimal_places=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    equipment_unit = forms.ChoiceField(label=_("装备单位"), choices=[NONE, *EQUIPMENT_UNIT_CHOICES], required=False)
    deadline = DayField(label=_("完成期限"), help_text=_("期限日当天完成不算逾期"))
    lead_department = forms.ModelChoiceField(
        Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT),
        label=_("牵头部门"),
        required=False,
        empty_label=NONE[1],
    )
    remark = forms.CharField(label=_("备注"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(label=_("修改理由"), required=False, max_length=300, help_text=_("随变更记录永久保存"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, officer: Officer, on: date, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        regions = regions_of(officer, on, *Region.Level.values)
        self.fields["region"].choices = [NONE, *region_choices(regions)]  # type: ignore[attr-defined]
        if is_new:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """A number of machines needs the word for what is counted."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("equipment_count") is not None and not cleaned.get("equipment_unit"):
            self.add_error("equipment_unit", _("请选择装备单位"))
        return cleaned

    def row(self) -> QuotaRow:
        """What was typed, as the quotas room takes it."""
        said = self.cleaned_data
        return QuotaRow(
            region_id=said["region"],
            industry_id=said["industry"].pk,
            content=said["content"],
            amount=said["amount"],
            unit=said["unit"],
            deadline=said["deadline"],
            equipment_count=said["equipment_count"],
            equipment_unit=said["equipment_unit"] if said["equipment_count"] is not None else "",
            lead_department_id=said["lead_department"].pk if said["lead_department"] else None,
            remark=said["remark"],
        )


def initial_of(quota: Quota) -> dict[str, Any]:
    """The form's starting values for a quota that exists."""
    names = ("content", "amount", "unit", "equipment_count", "equipment_unit", "deadline", "remark", "version")
    shown = {name: getattr(quota, name) for name in names}
    return shown | {
        "region": quota.region_id,
        "industry": quota.industry_id,
        "lead_department": quota.lead_department_id,
    }
