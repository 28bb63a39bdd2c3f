"""The demo's uploads: one list applied, one undone, one preview waiting for its officer, two files refused."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.utils import timezone

from tracker.audit.acting import acting
from tracker.jobs.services import submit
from tracker.management.demo.accounts import officer
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.tasks import run_upload
from tracker.values.dates import today
from tracker.workbooks.applying import apply_upload
from tracker.workbooks.models import Upload
from tracker.workbooks.receiving import receive
from tracker.workbooks.undoing import undo

FILES = [
    ("targets_sample.xlsx", "targets", "province"),
    ("quotas_sample.xlsx", "quotas", "province"),
    ("bad/quotas_negative_amount.xlsx", "quotas", "hangzhou"),
    ("bad/targets_bad_check_digit.xlsx", "targets", "hangzhou"),
    ("quotas_hangzhou.xlsx", "quotas", "hangzhou"),
]
APPLIED = {"targets_sample.xlsx", "quotas_hangzhou.xlsx"}
UNDONE = "quotas_hangzhou.xlsx"


def make_uploads() -> int:
    """Upload the samples unless something was uploaded before; how many."""
    with acting(officer("province").actor):
        if Upload.objects.exists():
            return 0
    for name, kind, username in FILES:
        _upload(Path(settings.BASE_DIR, "fixtures", name), kind, officer(username), applied=name in APPLIED)
    return len(FILES)


def _upload(path: Path, kind: str, by: Officer, *, applied: bool) -> None:
    with acting(by.actor, reason="演示数据"), path.open("rb") as opened:
        plan = Plan.objects.get(code="ZJ-2010")
        upload = receive(file=File(opened, name=path.name), kind=kind, plan=plan, by=by)
        submit(kind="upload", subject=str(upload.pk), by=by)
    run_upload()
    with acting(by.actor):
        upload.refresh_from_db()
    if applied:
        with acting(by.actor, reason="演示数据"):
            upload = apply_upload(upload=upload, by=by, now=timezone.now())
    if path.name == UNDONE:
        _undo(upload, by)


def _undo(upload: Upload, by: Officer) -> None:
    with acting(by.actor):
        reason = "误传了草稿，已与处室核实"
        undo(upload=upload, by=by, on=today(), reason=reason, seen_version=upload.version)
