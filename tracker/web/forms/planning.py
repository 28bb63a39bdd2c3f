"""Forms of plans (年度计划): a new plan, its moves, and what the officer asks of the allocation assistant."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.quotas.allocation import Basis, Wish
from tracker.web.forms.fields import AmountField, DayField


class PlanForm(forms.Form):
    """A new plan."""

    code = forms.RegexField(r"^[A-Z]{2,4}-[0-9]{4}[A-Z0-9-]{0,8}$", label=_("计划代码"), help_text=_("例如 ZJ-2026"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("名称"), max_length=120)
    deadline = DayField(label=_("完成期限"), help_text=_("期限日当天完成不算逾期"))


class MoveForm(forms.Form):
    """A move of a plan: the version seen, and what the move asks for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    document_number = forms.CharField(label=_("文号"), required=False, max_length=60)
    reason = forms.CharField(label=_("理由"), required=False, max_length=300)


STEPS = [("1", "1"), ("0.1", "0.1"), ("0.01", "0.01"), ("0.0001", "0.0001"), ("10", "10")]


class WishForm(forms.Form):
    """Basis, step, and per region what it gets by hand, at least, at most."""

    basis = forms.ChoiceField(label=_("分解依据"), choices=Basis.choices, initial=Basis.STOCK, required=False)
    step = forms.ChoiceField(label=_("精度"), choices=STEPS, initial="1", required=False)

    def __init__(self, data: Any, *, regions: Iterable[str]) -> None:
        super().__init__(data or None)
        self.regions = list(regions)
        for code in self.regions:
            for kind in ("fixed", "floor", "cap"):
                self.fields[f"{kind}_{code}"] = AmountField(required=False)

    def wish(self) -> Wish:
        """What was asked, as the assistant takes it; nothing special where nothing was."""
        if not self.is_bound or not self.is_valid():
            return Wish()
        said = self.cleaned_data
        return Wish(
            basis=said["basis"] or Basis.STOCK,
            step=Decimal(said["step"] or "1"),
            floors=self._given("floor"),
            caps=self._given("cap"),
            fixed=self._given("fixed"),
        )

    def field(self, kind: str, code: str) -> forms.BoundField:
        """The box of one region."""
        return self[f"{kind}_{code}"]

    def _given(self, kind: str) -> dict[str, Decimal]:
        found = {code: self.cleaned_data.get(f"{kind}_{code}") for code in self.regions}
        return {code: amount for code, amount in found.items() if amount is not None}
