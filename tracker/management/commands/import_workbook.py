"""`import_workbook`: read a workbook on behalf of an officer, preview it, and apply it: all of it or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.audit.acting import acting
from tracker.management.importing import faults_of, in_words, refusal, report
from tracker.management.naming import officer_named, plan_named
from tracker.officers.models import Officer
from tracker.values.dates import today
from tracker.values.errors import DomainError
from tracker.workbooks.annotate import annotate
from tracker.workbooks.applying import apply_upload
from tracker.workbooks.codecs import CODECS
from tracker.workbooks.models import Upload
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.receiving import receive


class Command(BaseCommand):
    """Imports an .xlsx, .xls, .ods or .csv file of a kind into a plan."""

    help = "Import a workbook into a plan on behalf of an officer; with --dry-run only show what it would do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", required=True, choices=sorted(CODECS))
        parser.add_argument("--plan", required=True, metavar="CODE")
        parser.add_argument("--by", required=True, metavar="USER", help="on whose behalf: their role and region apply")
        parser.add_argument("--dry-run", action="store_true", help="preview only")
        parser.add_argument("--annotated", type=Path, metavar="OUT", help="write the file back with its faults marked")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"no such file: {options['file']}")
        try:
            upload = self._run(officer_named(options["by"]), options)
        except DomainError as error:
            self._print(refusal(error), options)
        else:
            self._report(upload, options)

    def _run(self, officer: Officer, options: dict[str, Any]) -> Upload:
        plan = plan_named(options["plan"])
        with options["file"].open("rb") as handle, acting(officer.actor, reason="import_workbook"):
            file = File(handle, name=options["file"].name)
            upload = receive(file=file, kind=options["kind"], plan=plan, by=officer)
        upload = read_and_preview(str(upload.pk), on=today())
        if upload.state == Upload.State.PREVIEWED and not options["dry_run"]:
            with acting(officer.actor, reason="import_workbook", job_id=str(upload.pk)):
                upload = apply_upload(upload=upload, by=officer, now=timezone.now(), on=today())
        return upload

    def _report(self, upload: Upload, options: dict[str, Any]) -> None:
        if options["annotated"] and upload.annotated:
            with upload.annotated.open("rb") as marked:
                options["annotated"].write_bytes(marked.read())
        elif options["annotated"]:
            original = Path(upload.file.path)
            annotate(original, faults_of(upload), options["annotated"], name=upload.file_name, total=upload.error_count)
        self._print(report(upload), options)

    def _print(self, result: dict[str, Any], options: dict[str, Any]) -> None:
        words = in_words(result, options["file"].name)
        self.stdout.write(json.dumps(result, ensure_ascii=False) if options["json"] else words)
        if result["status"] == Upload.State.REFUSED:
            raise SystemExit(1)
