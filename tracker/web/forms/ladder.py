"""Forms of the ladder (督办阶梯): a rung, and a leader."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.alerts.kinds import CHOICES, KINDS
from tracker.alerts.ladder_tables import Audience, LadderRung, Leader
from tracker.alerts.models import Task


class RungForm(forms.Form):
    """When, whom, and what is to be done."""

    code = forms.SlugField(label=_("代码"), max_length=20, help_text=_("小写字母和数字，如 overdue-20；设定后不再改"))
    moment = forms.ChoiceField(label=_("时点"), choices=LadderRung.Moment.choices)
    days = forms.IntegerField(label=_("天数"), min_value=0, max_value=3650)
    audiences = forms.MultipleChoiceField(
        label=_("督办对象"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )
    task = forms.ChoiceField(label=_("督办事项"), choices=Task.choices, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("适用期限"), choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选则适用于全部"),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, rung: LadderRung | None) -> None:
        initial = {name: getattr(rung, name) for name in self.base_fields} if rung else None
        super().__init__(data, initial=initial)
        if rung is not None:
            del self.fields["code"]

    def values(self) -> dict[str, Any]:
        """What was said, as the columns hold it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @staticmethod
    def named(kinds: list[str]) -> list[str]:
        """The kinds of deadline a rung is for, by name; none where it is for all."""
        return [str(KINDS[kind].label) for kind in kinds if kind in KINDS]


class LeaderForm(forms.ModelForm):
    """Title, name and address of a leader."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Leader
        fields = ["title", "name", "email", "language"]

    def values(self) -> dict[str, Any]:
        """What was said, as the columns hold it."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """The rules are the room's: it makes the row."""
