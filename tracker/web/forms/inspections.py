"""Forms of inspections (检查): team and day, conclusion, drawing by lot, cases and verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.progress.inspection_tables import Case, Inspection, InspectionPoint
from tracker.progress.suspicions import Suspicion
from tracker.regions.naming import shown
from tracker.web.forms.fields import ALL, NONE, DayField
from tracker.web.forms.filters import FilterForm, Rows

_RESULTS = [
    (Inspection.State.PLANNED, Inspection.State.PLANNED.label),
    *Inspection.Outcome.choices,
    (Inspection.State.CANCELLED, Inspection.State.CANCELLED.label),
]


def _text(label: Any, most: int, rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}))


class TeamForm(forms.Form):
    """When, and who goes; the first named leads."""

    planned_on = DayField(label=_("计划检查日期"))
    team = forms.MultipleChoiceField(label=_("检查组（至少两人）"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, officers: Iterable[Officer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.officers = {str(officer.pk): officer for officer in officers}
        named = [(pk, f"{officer.name}（{shown(officer.region.name)}）") for pk, officer in self.officers.items()]
        self.fields["team"].choices = named  # type: ignore[attr-defined]

    def chosen(self) -> list[Officer]:
        """The officers."""
        return [self.officers[pk] for pk in self.cleaned_data["team"]]


class InspectionFilter(FilterForm):
    """检查 by kind and what came of it."""

    kind = forms.ChoiceField(label=_("检查类别"), required=False, choices=[ALL, *Inspection.Kind.choices])
    result = forms.ChoiceField(label=_("结论"), required=False, choices=[ALL, *_RESULTS])

    def by_kind(self, rows: Rows, kind: str) -> Rows:
        """Inspections of a kind."""
        return rows.filter(kind=kind)

    def by_result(self, rows: Rows, result: str) -> Rows:
        """Inspections with a conclusion, or waiting for one."""
        return rows.filter(outcome=result) if result in Inspection.Outcome.values else rows.filter(state=result)


class SuspicionFilter(FilterForm):
    """疑点 by kind and verdict."""

    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[ALL, *Suspicion.Kind.choices])
    state = forms.ChoiceField(label=_("核实结论"), required=False, choices=[ALL, *Suspicion.State.choices])

    def by_kind(self, rows: Rows, kind: str) -> Rows:
        """Suspicions of a kind."""
        return rows.filter(kind=kind)

    def by_state(self, rows: Rows, state: str) -> Rows:
        """Suspicions still open, or judged so."""
        return rows.filter(state=state)


class ConclusionForm(forms.Form):
    """The team's conclusion."""

    outcome = forms.ChoiceField(label=_("结论"), choices=[NONE, *Inspection.Outcome.choices])
    on = DayField(label=_("检查日期"))
    opinion = _text(_("检查意见"), 500)
    rectify_by = DayField(label=_("整改期限"), required=False, help_text=_("结论为限期整改时填写"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class DrawForm(forms.Form):
    """What is settled before a draw."""

    count = forms.IntegerField(label=_("抽取数量"), min_value=1, max_value=1000)
    team_size = forms.IntegerField(label=_("每组人数"), min_value=2, max_value=9)
    event = forms.CharField(
        label=_("公开事件"), max_length=120,
        help_text=_("公告之后才有结果、任何人都能查到的号码，例如：福彩双色球第2026136期开奖号码"),
    )  # fmt: skip
    event_on = DayField(label=_("事件日期"), help_text=_("须晚于今天"))
    planned_on = DayField(label=_("检查起始日期"), help_text=_("须晚于事件日期；同一人一天只去一处"))


class OutcomeForm(forms.Form):
    """How the announced event came out."""

    outcome = forms.CharField(label=_("事件结果"), max_length=120, help_text=_("按公布的号码填写，标点和空格不计"))


class CaseForm(forms.Form):
    """What is suspected."""

    kind = forms.ChoiceField(label=_("类别"), choices=[NONE, *Case.Kind.choices])
    facts = _text(_("线索"), 2000)


class VerdictForm(forms.Form):
    """Whether something is true, and why."""

    proven = forms.TypedChoiceField(
        label=_("结论"), choices=[NONE, ("yes", _("属实")), ("no", _("排除"))], coerce=lambda said: said == "yes"
    )
    conclusion = _text(_("说明"), 300, 2)
    version = forms.IntegerField(widget=forms.HiddenInput)


def answers_in(post: Any, points: Iterable[InspectionPoint]) -> dict[str, tuple[str, str]]:
    """The answers of a checklist: what was ticked, with its remark."""
    return {
        point.code: (post[point.code], post.get(f"{point.code}-remark", "")) for point in points if post.get(point.code)
    }


def with_typed(points: Iterable[InspectionPoint], post: Any) -> list[InspectionPoint]:
    """The points of a checklist as an officer filled them in on the page; as they are stored where nothing was sent."""
    shown_points = list(points)
    for point in shown_points:
        point.answer = post.get(point.code, point.answer)
        point.remark = post.get(f"{point.code}-remark", point.remark)
    return shown_points
