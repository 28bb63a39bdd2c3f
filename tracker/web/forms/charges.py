"""The filter of what each facility is charged (企业加价)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.enforcement.statement_tables import Gap, StatementState
from tracker.officers.models import Officer
from tracker.web.forms.fields import ALL, SearchInput
from tracker.web.forms.filters import PlaceFilter, Rows
from tracker.web.forms.prices import MonthField, price_measures

_SHOWN_STATES = [(state.value, state.label) for state in (StatementState.DRAFT, StatementState.ISSUED)]


class ChargeFilter(PlaceFilter):
    """企业加价 by words, month, measure, place, industry, state and what is missing."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=60,
        widget=SearchInput(attrs={"placeholder": _("企业名称、装备或户号")}),
    )  # fmt: skip
    month = MonthField(label=_("月份"), required=False)
    measure = forms.ChoiceField(label=_("措施"), choices=[ALL], required=False)
    state = forms.ChoiceField(label=_("对账单"), choices=[ALL, *_SHOWN_STATES], required=False)
    gap = forms.ChoiceField(label=_("缺项"), choices=[ALL, *Gap.choices], required=False)
    field_order = ["q", "month", "measure", "region", "industry", "state", "gap"]

    def __init__(self, data: Any, *, officer: Officer, on: date) -> None:
        super().__init__(data, officer=officer, on=on)
        self.offer("measure", [ALL, *price_measures()])

    def by_q(self, rows: Rows, words: str) -> Rows:
        """Lines of an enterprise, its equipment or its meter."""
        named = Q(party__icontains=words) | Q(equipment__icontains=words)
        return rows.filter(named | Q(account_number__icontains=words))

    def by_month(self, rows: Rows, month: date) -> Rows:
        """Lines of a month."""
        return rows.filter(month=month)

    def by_measure(self, rows: Rows, code: str) -> Rows:
        """Lines of a measure."""
        return rows.filter(measure_id=code)

    def by_state(self, rows: Rows, state: str) -> Rows:
        """Lines of drafts, or of issued statements."""
        return rows.filter(state=state)

    def by_gap(self, rows: Rows, gap: str) -> Rows:
        """Lines without an amount, by what is missing."""
        return rows.filter(gap=gap)
