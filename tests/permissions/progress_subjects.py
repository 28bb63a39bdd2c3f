"""What the addresses of the progress room are about: one of each, marked; what is published is of another, unmarked target."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fixtures.factories import EvidenceFactory, TargetFactory
from tests.progress.pictures import photo
from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.progress.inspection_tables import Case, Draw, DrawAnnouncement, Inspection
from tracker.progress.notice_tables import Notice, Objection
from tracker.progress.partial_tables import PartialFile
from tracker.progress.readings import MonthlyReading
from tracker.progress.report_tables import MonthlyReport
from tracker.progress.suspicions import Suspicion
from tracker.targets.benefits import Benefit
from tracker.targets.evidence_requests import EvidenceRequest
from tracker.targets.models import Target

MARK, DAY, MONTH, PROVINCE = "富阳专属标记", date(2010, 9, 1), date(2010, 8, 1), "330000"


def progress_of(target: Target, officer: Officer, media: Path) -> dict[str, Any]:
    """The keys, by subject."""
    (media / "evidence").mkdir(parents=True, exist_ok=True)
    (media / "evidence" / "test.jpg").write_bytes(photo())
    picture = EvidenceFactory(target=target, note=MARK, thumbnail="evidence/test.jpg", added_by=officer)
    plan, region = target.plan, target.region
    with acting(system("test")):  # under the same key: addresses of evidence know no other
        PartialFile.objects.create(
            id=picture.pk, target=target, region=region, kind="photo_after", file_name=MARK, size=9, sha256="a" * 64,
            by=officer,
        )  # fmt: skip
    with acting(system("test")):
        report = MonthlyReport.objects.create(plan=plan, region=region, month=MONTH, due_on=DAY, progress=MARK)
        request = EvidenceRequest.objects.create(
            target=target, region=region, kind="other", reason=MARK, due_on=DAY, asked_by=officer, asked_on=DAY
        )
        inspection = Inspection.objects.create(target=target, region=region, kind="onsite", planned_on=DAY)
        suspicion = Suspicion.objects.create(
            kind="restart", key="test", region=region, target=target, reasons=[MARK], found_on=DAY
        )
        reading = MonthlyReading.objects.create(facility=target.facility, region=region, month=MONTH, electricity=1)
        benefit = Benefit.objects.create(target=target, region=region, land=1)
        case = Case.objects.create(
            kind="concealment", region_id=PROVINCE, target=target, facts=MARK, opened_by=officer, opened_on=DAY
        )
        keys = _published(officer)
    return keys | {
        "evidence": picture.pk, "request": request.pk, "evidencerequest": request.pk,
        "progress": report.pk, "monthlyreport": report.pk, "inspection": inspection.pk,
        "suspicion": suspicion.pk, "benefit": benefit.pk, "reading": reading.pk, "monthlyreading": reading.pk, "case": case.pk,
    }  # fmt: skip


def _published(officer: Officer) -> dict[str, Any]:
    plan = TargetFactory().plan
    notice = Notice.objects.create(
        plan=plan, code="TEST-NOTICE", kind="list", title="公示", body="现予公示", published_on=DAY, objections_until=DAY,
        published_by=officer,
    )  # fmt: skip
    objection = Objection.objects.create(
        notice=notice,
        region_id=PROVINCE,
        raised_by="某人",
        text="异议",
        received_on=DAY,
        received_by=officer,
        receipt="TESTRECEIPT",
    )
    settled: dict[str, Any] = {
        "method": "test", "count": 1, "team_size": 1, "things": [{"number": "1", "city": PROVINCE}],
        "inspectors": [{"number": "1", "conflicts": []}],
    }  # fmt: skip
    announcement = DrawAnnouncement.objects.create(
        plan=plan, digest="a" * 64, event="双色球", event_on=DAY + timedelta(1), planned_on=DAY + timedelta(2),
        announced_by=officer, announced_on=DAY, **settled,
    )  # fmt: skip
    drawn = Draw.objects.create(
        id=announcement.pk, announcement=announcement, outcome="1", plan=plan, seed="1", visits=[],
        drawn_by=officer, drawn_on=DAY, **settled,
    )  # fmt: skip
    return {"notice": notice.pk, "published": notice.code, "objection": objection.pk, "draw": drawn.pk}
