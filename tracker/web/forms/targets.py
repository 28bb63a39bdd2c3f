"""Forms of one target (淘汰任务): its place on the list, a move to another stage, an extension."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.regions.models import CAPACITY_UNIT_CHOICES, EQUIPMENT_UNIT_CHOICES, Industry, Region
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow
from tracker.web.forms.fields import NONE, AmountField, DayField, region_choices, regions_of

# What says which facility a target is of; another facility is another target, so these can't be changed.
IDENTITY = ("region", "enterprise_name", "credit_code", "facility_name")


class TargetForm(forms.Form):
    """One facility of one enterprise on the plan's list."""

    region = forms.ChoiceField(label=_("所在地"))
    enterprise_name = forms.CharField(label=_("企业名称"), max_length=120)
    credit_code = forms.CharField(
        label=_("企业代码"), required=False, max_length=18, min_length=9,
        help_text=_("18 位统一社会信用代码；早年的名单可填 9 位组织机构代码，或留空"),
    )  # fmt: skip
    industry = forms.ModelChoiceField(Industry.objects.all(), label=_("行业"), empty_label=NONE[1])
    facility_name = forms.CharField(
        label=_("淘汰装备（生产线）"), max_length=120, help_text=_("写明型号；每条生产线单独登记")
    )
    equipment_count = forms.DecimalField(
        label=_("装备数量"), required=False, min_value=0, max_digits=10, decimal_places=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    equipment_unit = forms.ChoiceField(label=_("装备单位"), choices=[NONE, *EQUIPMENT_UNIT_CHOICES], required=False)
    amount = AmountField(label=_("淘汰产能"))
    unit = forms.ChoiceField(label=_("计量单位"), choices=[NONE, *CAPACITY_UNIT_CHOICES])
    deadline = DayField(label=_("完成期限"), help_text=_("期限日当天完成不算逾期；计划下达后只能通过延期调整"))
    remark = forms.CharField(label=_("备注"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    reason = forms.CharField(label=_("修改理由"), required=False, max_length=300, help_text=_("随变更记录永久保存"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, officer: Officer, on: date, target: Target | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.target = target
        if target is None:
            counties = regions_of(officer, on, Region.Level.CITY, Region.Level.COUNTY)
            self.fields["region"].choices = [NONE, *region_choices(counties)]  # type: ignore[attr-defined]
            del self.fields["reason"]
        else:
            for name in IDENTITY:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A number of machines needs the word for what is counted."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("equipment_count") is not None and not cleaned.get("equipment_unit"):
            self.add_error("equipment_unit", _("请选择装备单位"))
        return cleaned

    def row(self) -> TargetRow:
        """What was typed, as the targets room takes it; what a stored target is of is taken from the row itself."""
        said = self.cleaned_data
        return TargetRow(
            **(_identity(self.target) if self.target else _stated_identity(said)),
            industry_id=said["industry"].pk,
            amount=said["amount"],
            unit=said["unit"],
            deadline=said["deadline"],
            equipment_count=said["equipment_count"],
            equipment_unit=said["equipment_unit"] if said["equipment_count"] is not None else "",
            remark=said["remark"],
        )


def _stated_identity(said: dict[str, Any]) -> dict[str, Any]:
    code = said["credit_code"].strip().upper() or None
    return {
        "region_id": said["region"],
        "enterprise_name": said["enterprise_name"],
        "facility_name": said["facility_name"],
        "credit_code": code,
    }


def _identity(target: Target) -> dict[str, Any]:
    return {
        "region_id": target.region_id,
        "enterprise_name": target.enterprise.name,
        "facility_name": target.facility.name,
        "credit_code": target.enterprise.credit_code,
    }


def initial_of(target: Target) -> dict[str, Any]:
    """The form's starting values for a target that exists."""
    names = ("amount", "unit", "equipment_count", "equipment_unit", "deadline", "remark", "version")
    return {name: getattr(target, name) for name in names} | {"industry": target.industry_id}


class MoveForm(forms.Form):
    """A move to another stage: the day it happened and, where the move asks for one, the reason."""

    on = DayField(label=_("发生日期"))
    reason = forms.CharField(label=_("说明"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_on(self) -> date:
        """What happened can't lie ahead."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("日期不能晚于今天"))
        return on


class ExtensionForm(forms.Form):
    """A decision that moves a target's due day."""

    new_due_on = DayField(label=_("新期限"))
    reason = forms.CharField(label=_("理由"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)
