"""Forms of joint actions (联合行动): planning one, and moving it on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tracker.enforcement.joining import JointPlan
from tracker.enforcement.joint_states import JointState
from tracker.enforcement.order_tables import Order
from tracker.regions.models import Organisation
from tracker.web.forms.fields import ALL, DayField
from tracker.web.forms.filters import FilterForm


class JointFilter(FilterForm):
    """The filter bar of the joint actions."""

    state = forms.ChoiceField(label=_("状态"), choices=[ALL, *JointState.choices], required=False)
    party = forms.CharField(label=_("被执行人"), max_length=60, required=False)

    def by_state(self, rows: Any, state: str) -> Any:
        """Actions in a state."""
        return rows.filter(state=state)

    def by_party(self, rows: Any, text: str) -> Any:
        """Actions against whoever is named so."""
        return rows.filter(party__icontains=text)


class _OrderChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Measure, number, department and state of an order."""
        return " · ".join(
            text
            for text in (obj.measure_name, obj.number, obj.organisation.short_name, str(obj.get_state_display()))
            if text
        )


class JointForm(forms.Form):
    """Where and when, who leads and who comes, and which orders are executed."""

    title = forms.CharField(label=_("名称"), max_length=120)
    held_on = DayField(label=_("行动日期"))
    gather_at = forms.TimeField(
        label=_("集合时间"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    place = forms.CharField(label=_("行动地点"), max_length=200)
    lead = forms.ModelChoiceField(Organisation.objects.none(), label=_("牵头单位"))
    orders = _OrderChoice(Order.objects.none(), label=_("执行的措施"), widget=forms.CheckboxSelectMultiple)
    others = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("其他参加单位"), required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}), help_text=_("所选措施的执行部门自动参加"),
    )  # fmt: skip
    task = forms.CharField(
        label=_("任务分工"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, orders: QuerySet[Order], **options: Any) -> None:
        super().__init__(*args, **options)
        taking_part = Organisation.objects.exclude(kind=Organisation.Kind.GOVERNMENT)
        self.fields["lead"].queryset = taking_part  # type: ignore[attr-defined]
        self.fields["others"].queryset = taking_part  # type: ignore[attr-defined]
        self.fields["orders"].queryset = orders  # type: ignore[attr-defined]

    def plan(self) -> JointPlan:
        """What the officer wrote."""
        said = self.cleaned_data
        others = tuple(one.pk for one in said["others"])
        return JointPlan(
            said["title"], said["place"], said["held_on"], said["lead"].pk, said["gather_at"], others, said["task"]
        )


class JointMoveForm(forms.Form):
    """One step of a joint action."""

    reason = forms.CharField(
        label=_("情况或理由"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
