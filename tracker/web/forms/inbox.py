"""Forms of the inbox (待办): its filter bar, and what is said with each thing one does to an alert."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.alerts.inbox import theirs_q
from tracker.alerts.kinds import CHOICES
from tracker.alerts.models import Alert, Task
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.web.forms.fields import ALL, DayField
from tracker.web.forms.filters import PlaceFilter

MINE, EVERYTHING, ASSIGNED = "mine", "all", "assigned"


class InboxFilter(PlaceFilter):
    """待办 by whose they are, kind of deadline, urgency, what the ladder asks for, and region."""

    whose = forms.ChoiceField(
        label=_("范围"), required=False,
        choices=[(MINE, _("我的待办")), (ASSIGNED, _("交办给我的")), (EVERYTHING, _("辖区全部"))],
    )  # fmt: skip
    subject = forms.ChoiceField(label=_("期限类别"), choices=[ALL, *CHOICES], required=False)
    kind = forms.ChoiceField(label=_("紧急程度"), choices=[ALL, *Alert.Kind.choices], required=False)
    task = forms.ChoiceField(label=_("督办事项"), choices=[ALL, *Task.choices[1:]], required=False)
    state = forms.CharField(max_length=12, required=False, widget=forms.HiddenInput)
    field_order = ["whose", "subject", "kind", "task", "region"]

    def __init__(self, data: Any, *, officer: Officer, on: date) -> None:
        super().__init__(data, officer=officer, on=on)
        self.officer = officer
        del self.fields["industry"]
        if officer.role == Role.DEPARTMENT:
            del self.fields["region"]
        self.initial["whose"] = EVERYTHING if officer.role == Role.AUDITOR else MINE

    def narrow(self, rows: Any) -> Any:
        """The rows that fit; one's own unless others are asked for."""
        rows = super().narrow(rows)
        return rows if self.asked("whose") else self.by_whose(rows, self.initial["whose"])

    def by_whose(self, rows: Any, whose: str) -> Any:
        """One's own business, what was assigned to one, or everything one may see."""
        if whose == ASSIGNED:
            return rows.filter(assigned_to=self.officer)
        return rows if whose == EVERYTHING else rows.filter(theirs_q(self.officer))

    def by_subject(self, rows: Any, code: str) -> Any:
        """Alerts about one kind of deadline."""
        return rows.filter(subject_kind=code)

    def by_kind(self, rows: Any, kind: str) -> Any:
        """Overdue or due soon."""
        return rows.filter(kind=kind)

    def by_task(self, rows: Any, task: str) -> Any:
        """What the ladder asks the province to settle."""
        return rows.filter(task=task)

    def by_state(self, rows: Any, _state: str) -> Any:
        """The state is the tab's business: its counts need the rows of every state."""
        return rows


class HandlingForm(forms.Form):
    """What is said with an alert, of the version the officer saw."""

    note = forms.CharField(label=_("处理意见"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AssignForm(forms.Form):
    """Who is to deal with it."""

    to = forms.ModelChoiceField(Officer.objects.none(), label=_("交办给"), required=False, empty_label=_("不指定"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, officers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = officers  # type: ignore[attr-defined]


class SnoozeForm(forms.Form):
    """Until when it is put off, and why."""

    until = DayField(label=_("暂缓至"))
    reason = forms.CharField(label=_("理由"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)
