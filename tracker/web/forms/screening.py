"""Forms of screening (筛查): a run, its filter bar, what is picked from it, the check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.quotas.models import Plan
from tracker.registry.models import Enterprise
from tracker.screening.models import Finding, ScreeningRun
from tracker.web.forms.fields import ALL, NONE, DayField, SearchInput
from tracker.web.forms.filters import PlaceFilter, Rows


class CheckForm(forms.Form):
    """What to look up, and on which day."""

    q = forms.CharField(
        label=_("产品、装备或工艺"),
        max_length=60,
        widget=SearchInput(attrs={"placeholder": _("例如：粉磨机、地条钢、制革")}),
    )
    on = DayField(label=_("日期"), required=False)


class RunForm(forms.Form):
    """Which published edition, as of which day."""

    edition = forms.ModelChoiceField(
        CatalogueEdition.objects.filter(state=CatalogueEdition.State.PUBLISHED), label=_("目录版本"), empty_label=None
    )
    on = DayField(label=_("基准日"), help_text=_("按这一天的台账判断"))


class WhatIfForm(forms.Form):
    """As of which day a draft is asked; today unless told."""

    on = DayField(label=_("基准日"), required=False)


class CompareForm(forms.Form):
    """Another run to compare with."""

    other = forms.ModelChoiceField(ScreeningRun.objects.none(), label=_("与另一次筛查比较"), empty_label=NONE[1])

    def __init__(self, *args: Any, run: ScreeningRun, **options: Any) -> None:
        super().__init__(*args, **options)
        others = ScreeningRun.objects.exclude(pk=run.pk).select_related("edition")[:50]
        self.fields["other"].queryset = ScreeningRun.objects.exclude(pk=run.pk).select_related("edition")  # type: ignore[attr-defined]
        self.fields["other"].choices = [NONE, *((one.pk, f"{one.edition.code} · {one.on}") for one in others)]  # type: ignore[attr-defined]


class PickForm(forms.Form):
    """Findings to be put on a plan's list, and by when they must go."""

    plan = forms.ModelChoiceField(Plan.objects.exclude(state=Plan.State.CLOSED), label=_("列入计划"), empty_label=None)
    deadline = DayField(label=_("完成期限"))
    finding = forms.TypedMultipleChoiceField(label=_("筛查结果"), coerce=int, choices=())

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        sent = data.getlist("finding") if data is not None else []
        self.fields["finding"].choices = [(key, key) for key in sent if key.isdigit() and len(key) < 19]  # type: ignore[attr-defined]


class FindingFilter(PlaceFilter):
    """筛查结果 by words, place, industry, conclusion, entry and ownership."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=60, widget=SearchInput(attrs={"placeholder": _("企业或装备名称")})
    )
    status = forms.ChoiceField(label=_("结论"), choices=[ALL, *Finding.Status.choices], required=False)
    entry = forms.ChoiceField(label=_("目录条目"), required=False)
    ownership = forms.ChoiceField(label=_("所有制"), choices=[ALL, *Enterprise.Ownership.choices], required=False)
    field_order = ["q", "region", "industry", "status", "entry", "ownership"]

    def __init__(self, data: Any, *, run: ScreeningRun, **options: Any) -> None:
        super().__init__(data, **options)
        entries = CatalogueEntry.objects.filter(edition=run.edition_id).order_by("number")
        self.offer("entry", [ALL, *((str(one.pk), f"{one.number} {one.title}") for one in entries)])

    def by_q(self, rows: Rows, text: str) -> Rows:
        """Findings whose enterprise or facility the words name."""
        return rows.filter(Q(enterprise__name__icontains=text) | Q(facility__name__icontains=text))

    def by_status(self, rows: Rows, status: str) -> Rows:
        """Findings of a conclusion."""
        return rows.filter(status=status)

    def by_entry(self, rows: Rows, pk: str) -> Rows:
        """Findings of an entry."""
        return rows.filter(entry_id=pk)

    def by_ownership(self, rows: Rows, ownership: str) -> Rows:
        """Findings of enterprises of an ownership."""
        return rows.filter(ownership=ownership)
