"""Forms of the progress room (进度与验收): evidence, a part, benefits, why a target is held."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.progress.evidence_files import LARGEST
from tracker.targets.benefits import Freed
from tracker.targets.holding import Cause, Held
from tracker.targets.stages import EvidenceKind
from tracker.web.forms.fields import NONE, AmountField, DayField
from tracker.web.forms.targets import MoveForm


class EvidenceForm(forms.Form):
    """One file of evidence; on a phone the camera opens."""

    largest = LARGEST

    kind = forms.ChoiceField(label=_("材料种类"), choices=EvidenceKind.choices)
    file = forms.FileField(
        label=_("文件"), help_text=_("照片 JPEG、PNG，其他材料也可用 PDF；每个不超过 20 MB"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )  # fmt: skip
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def clean_file(self) -> Any:
        """Told before the file is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("文件超过 20 MiB"), code="too_large")
        return file


class PartialForm(forms.Form):
    """A file that will come in pieces."""

    kind = forms.ChoiceField(label=_("材料种类"), choices=EvidenceKind.choices)
    name = forms.CharField(label=_("文件名"), max_length=300)
    size = forms.IntegerField(label=_("大小（字节）"), min_value=0, max_value=2**31 - 1)
    sha256 = forms.CharField(label=_("文件指纹"), max_length=64)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)


class RequestForm(forms.Form):
    """What is to be handed in, and by which day."""

    kind = forms.ChoiceField(label=_("材料种类"), choices=[NONE, *EvidenceKind.choices])
    due_on = DayField(label=_("补充期限"))
    reason = forms.CharField(label=_("补充要求"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(forms.Form):
    """A reason, and nothing else."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class TakeBackForm(ReasonForm):
    """Why what was asked for is no longer needed, said of the request the officer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class HeldForm(forms.Form):
    """Why a target is shut but still standing, who supervises it, and by which plan."""

    cause = forms.ChoiceField(label=_("原因"), choices=[NONE, *Cause.choices])
    supervisor = forms.CharField(label=_("监管责任人"), max_length=60)
    plan = forms.CharField(label=_("拆除方案"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    finish_by = DayField(label=_("计划拆除日期"))

    def held(self) -> Held:
        """What was said."""
        return Held(**self.cleaned_data)


class PartForm(MoveForm):
    """A part that was dismantled on a day."""

    field_order = ("amount", "equipment_count", "on", "reason", "version")
    amount = AmountField(label=_("拆除产能"))
    equipment_count = forms.DecimalField(
        label=_("拆除装备数量"), required=False, min_value=0, max_digits=10, decimal_places=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class BenefitForm(forms.Form):
    """What a target frees."""

    land = AmountField(label=_("腾出土地（亩）"))
    energy = AmountField(label=_("节约能源（吨标准煤）"))
    so2 = AmountField(label=_("削减二氧化硫（吨）"))
    cod = AmountField(label=_("削减化学需氧量（吨）"))
    workers = AmountField(label=_("安置职工（人）"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def freed(self) -> Freed:
        """The figures."""
        return Freed(**{name: self.cleaned_data[name] for name in ("land", "energy", "so2", "cod", "workers")})
