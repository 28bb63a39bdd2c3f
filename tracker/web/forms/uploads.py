"""The form that takes a workbook in (上传工作簿)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.quotas.models import Plan
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.kinds import KINDS

SUFFIXES = (".xlsx", ".xls", ".xlsb", ".ods", ".csv")
MOST_BYTES = 20 * 1024 * 1024


class UndoForm(forms.Form):
    """Why an import is undone."""

    reason = forms.CharField(
        label=_("撤销理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("将记入每条记录的变更历史"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def kinds_for(officer: Officer) -> list[str]:
    """The kinds of workbook an officer may send at all."""
    return [code for code, codec in CODECS.items() if may(officer, codec.asks, codec.resource)]


class UploadForm(forms.Form):
    """Which kind of workbook, for which plan, and the file."""

    kind = forms.ChoiceField(label=_("表种"), widget=forms.RadioSelect)
    plan = forms.ModelChoiceField(Plan.objects.all(), label=_("计划"), empty_label=None)
    file = forms.FileField(
        label=_("文件"), widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}), max_length=200
    )

    def __init__(self, *args: Any, officer: Officer, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(code, KINDS[code].title) for code in kinds_for(officer)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """Size and ending are told at once; what the file really is, the reader finds out."""
        file: UploadedFile = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(
                _("只接受 .xlsx、.xls、.xlsb、.ods、.csv 文件，请用 Excel 或 WPS 另存为 .xlsx 后上传")
            )
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB，请拆分后上传"))
        return file
