"""Forms of adjustments (任务调整): the request with its lines and substitute, and the decision with its balancing lines."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.quotas.adjustment_lines import AdjustmentRow
from tracker.quotas.models import Quota
from tracker.regions.naming import shown
from tracker.registry.models import Facility
from tracker.templatetags.capacity import amount
from tracker.web.forms.fields import NONE

PLACES = (1, 2, 3)


class ChangeField(forms.DecimalField):
    """A signed amount: -5 spares, 5 adds."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "placeholder": "-5"})
        super().__init__(max_digits=18, decimal_places=4, widget=widget, required=False, **options)


class SubstituteField(forms.ModelChoiceField):
    """A facility by whose it is and what it can do; lines of one model look alike."""

    def label_from_instance(self, obj: Any) -> str:
        """“某某印染有限公司 · 年产800万米印染生产线（2,200 万米）”."""
        return f"{obj.enterprise.name} · {obj.name}（{amount(obj.capacity)} {obj.capacity_unit}）"


class LinesForm(forms.Form):
    """Up to three quotas and by how much each is to change."""

    def __init__(self, *args: Any, quotas: Iterable[Quota], **options: Any) -> None:
        super().__init__(*args, **options)
        self.quotas = {str(quota.pk): quota for quota in quotas}
        choices = [NONE, *((key, _told(quota)) for key, quota in self.quotas.items())]
        for place in PLACES:
            self.fields[f"quota_{place}"] = forms.ChoiceField(label=_("任务"), choices=choices, required=False)
            self.fields[f"change_{place}"] = ChangeField(label=_("增减数量"))
            self.fields[f"pieces_{place}"] = forms.IntegerField(
                label=_("装备增减"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
            )

    def lines(self) -> list[list[forms.BoundField]]:
        """The boxes, line by line."""
        return [[self[f"{name}_{place}"] for name in ("quota", "change", "pieces")] for place in PLACES]

    def clean(self) -> dict[str, Any]:
        """A chosen quota needs a change."""
        cleaned = super().clean() or self.cleaned_data
        for place in PLACES:
            if cleaned.get(f"quota_{place}") and not (cleaned.get(f"change_{place}") or cleaned.get(f"pieces_{place}")):
                self.add_error(f"change_{place}", _("请填写增减数量"))
        return cleaned

    def rows(self) -> list[AdjustmentRow]:
        """The lines that were filled in, as the quotas room takes them."""
        found = []
        for place in PLACES:
            quota = self.quotas.get(self.cleaned_data.get(f"quota_{place}") or "")
            if quota is not None:
                found.append(self._row(quota, place))
        return found

    def _row(self, quota: Quota, place: int) -> AdjustmentRow:
        pieces = self.cleaned_data.get(f"pieces_{place}")
        counted = pieces is not None and bool(quota.equipment_unit)
        return AdjustmentRow(
            region_id=quota.region_id,
            industry_id=quota.industry_id,
            content=quota.content,
            change=self.cleaned_data.get(f"change_{place}") or Decimal(0),
            unit=quota.unit,
            equipment_change=pieces if counted else None,
            equipment_unit=quota.equipment_unit if counted else "",
        )


class RequestForm(LinesForm):
    """What a region asks for, and why."""

    reason = forms.CharField(label=_("申请理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    incoming = SubstituteField(Facility.objects.none(), label=_("替代装备"), required=False, empty_label=NONE[1])

    def __init__(self, *args: Any, substitutes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["incoming"].queryset = substitutes  # type: ignore[attr-defined]
        if not substitutes.exists():
            del self.fields["incoming"]


class DecisionForm(LinesForm):
    """The province's decision: document number, opinion, and who takes over what is spared."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    document_number = forms.CharField(label=_("批复文号"), required=False, max_length=60)
    note = forms.CharField(
        label=_("审批意见"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def _told(quota: Quota) -> str:
    pieces = f"，{amount(quota.equipment_count)} {quota.equipment_unit}" if quota.equipment_count is not None else ""
    place = f"{shown(quota.region.name)} · {shown(quota.industry.name)}"
    return f"{place} · {quota.content}（{amount(quota.amount)} {quota.unit}{pieces}）"
