"""Forms of enforcement (强制措施): propose, move on, execute; and a measure, for the administrator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.enforcement.conditions import Subject
from tracker.enforcement.measures import Measure, Precondition
from tracker.enforcement.order_tables import Order
from tracker.enforcement.states import WITH_THE_DEPARTMENT, OrderState
from tracker.progress.evidence_files import LARGEST
from tracker.regions.naming import named
from tracker.values.dates import today
from tracker.web.forms.fields import ALL, AmountField, DayField
from tracker.web.forms.filters import FilterForm

_HAZARD = [("", _("尚未核查")), ("no", _("不涉及危险工艺")), ("yes", _("涉及危险工艺"))]
_OF_TARGET = (Precondition.OVERDUE_TARGET,)
_OF_FINDING = (Precondition.NOT_ON_PLAN, Precondition.LISTED_PRODUCT)
_OF_REGION = (Precondition.REGION_MISSED,)
_OF_ENTERPRISE = (Precondition.LISTED_INDUSTRY, Precondition.FAILED_STANDARD)


_DUE = [("waiting", _("待执行")), ("soon", _("三日内到期")), ("late", _("超期未执行"))]
_SOON = timedelta(days=3)


def waiting_q(when: str, on: date) -> Q:
    """Orders that wait for their department: all of them, those soon due, or those late on a day."""
    waiting = Q(state__in=[state.value for state in WITH_THE_DEPARTMENT])
    nearness = {"soon": Q(due_on__gte=on, due_on__lte=on + _SOON), "late": Q(due_on__lt=on)}
    return waiting & nearness.get(when, Q())


class OrderFilter(FilterForm):
    """The filter bar of the orders."""

    due = forms.ChoiceField(label=_("执行期限"), choices=[ALL, *_DUE], required=False)
    state = forms.ChoiceField(label=_("状态"), choices=[ALL, *OrderState.choices], required=False)
    measure = forms.ChoiceField(label=_("措施"), choices=[ALL], required=False)
    party = forms.CharField(label=_("被执行人"), max_length=60, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("measure", [ALL, *named(Measure.objects.all())])

    def by_due(self, rows: Any, when: str) -> Any:
        """Orders that wait for their department, by how near their day is."""
        return rows.filter(waiting_q(when, today()))

    def by_state(self, rows: Any, state: str) -> Any:
        """Orders in a state."""
        return rows.filter(state=state)

    def by_measure(self, rows: Any, code: str) -> Any:
        """Orders of a measure."""
        return rows.filter(measure_id=code)

    def by_party(self, rows: Any, text: str) -> Any:
        """Orders against whoever is named so."""
        return rows.filter(party__icontains=text)


class ProposeForm(forms.ModelForm):
    """Which measure, why, and what must be known before anything is stopped."""

    is_hazardous = forms.ChoiceField(label=_("停车安全核查"), choices=_HAZARD, required=False)

    class Meta:
        model = Order
        fields = ["measure", "ground", "account_number", "residents_apart", "is_hazardous", "safe_stop_plan"]
        widgets = {"ground": forms.Textarea(attrs={"rows": 3}), "safe_stop_plan": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, subject: Subject, **options: Any) -> None:
        super().__init__(*args, **options)
        of_enterprise = _OF_ENTERPRISE if subject.enterprise else _OF_REGION
        wanted = _OF_TARGET if subject.target else _OF_FINDING if subject.finding else of_enterprise
        measures = Measure.objects.filter(is_active=True, precondition__in=wanted)
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined]
        if not subject.enterprise:  # a region has no meter, no residents to spare and nothing to stop safely
            for name in ("account_number", "residents_apart", "is_hazardous", "safe_stop_plan"):
                del self.fields[name]

    def clean_is_hazardous(self) -> bool | None:
        """Not asked yet, no, or yes."""
        return {"yes": True, "no": False}.get(self.cleaned_data["is_hazardous"])

    def _post_clean(self) -> None:
        """The rules are the room's: it makes the row."""


class MoveForm(forms.Form):
    """One step of an order: on which day, and what is said with it."""

    on = DayField(label=_("日期"), required=False)
    reason = forms.CharField(label=_("理由或说明"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ExecuteForm(forms.Form):
    """What a department reports of an execution."""

    executed_on = DayField(label=_("执行日期"))
    executed_at = forms.TimeField(
        label=_("执行时间"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    operator = forms.CharField(label=_("操作人员"), max_length=40)
    meter_reading = AmountField(label=_("表计示数"), required=False)
    note = forms.CharField(label=_("执行说明"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, order: Order, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["executed_at"].required = order.needs_time
        self.fields["meter_reading"].required = order.needs_meter_reading


class PhotoForm(forms.Form):
    """One photo of the site; on a phone the camera opens."""

    file = forms.FileField(
        label=_("现场照片"), help_text=_("JPEG 或 PNG，每张不超过 20 MB"), max_length=200,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )  # fmt: skip
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def clean_file(self) -> Any:
        """Told before the file is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("文件超过 20 MiB"), code="too_large")
        return file


class CompleteForm(forms.Form):
    """What was found on the site before anything is stopped."""

    account_number = forms.CharField(label=_("户号（表号）"), max_length=60, required=False)
    residents_apart = forms.BooleanField(label=_("居民生活供应不受影响"), required=False)
    is_hazardous = forms.ChoiceField(label=_("停车安全核查"), choices=_HAZARD, required=False)
    safe_stop_plan = forms.CharField(
        label=_("安全停车方案"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_is_hazardous(self) -> bool | None:
        """Not asked yet, no, or yes."""
        return {"yes": True, "no": False}.get(self.cleaned_data["is_hazardous"])
