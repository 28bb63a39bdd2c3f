"""Handing a file back (退回标注文件): the officer's own workbook with its faults marked, kept beside the original."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File

from tracker.audit.acting import acting
from tracker.workbooks.annotate import annotate
from tracker.workbooks.checked import Checked
from tracker.workbooks.models import Upload


def is_due(upload: Upload) -> bool:
    """Whether the upload was refused for cells that can be shown in it, and isn't marked yet."""
    shown = any(error.get("cell") for error in upload.errors)
    return upload.state == Upload.State.REFUSED and not upload.annotated and shown


def hand_back(upload: Upload, checked: Checked) -> Upload:
    """Write the marked workbook and keep it; safe to repeat after a killed worker."""
    with TemporaryDirectory() as folder:
        out = Path(folder, "annotated.xlsx")
        annotate(Path(upload.file.path), checked.in_order(), out, name=upload.file_name, total=checked.error_count)
        with out.open("rb") as made, acting(upload.uploaded_by.actor, job_id=str(upload.pk)):
            upload.annotated.save(f"{upload.pk}-annotated.xlsx", File(made), save=False)
            Upload.objects.filter(pk=upload.pk).update(annotated=upload.annotated.name)
    return upload
