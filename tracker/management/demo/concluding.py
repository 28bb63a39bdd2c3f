"""The demo's further contracts (演示责任状): a county's, the departments', one signed anew, scans, and how those of 2010 ended."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from tracker.audit.acting import acting
from tracker.contracts.models import Contract
from tracker.contracts.scans import attach_scan
from tracker.contracts.services import draft_contracts, issue_contract, sign_contract, supersede_contract
from tracker.management.demo.accounts import officer
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.targets.fulfilment import conclude, performance

_SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 1\n0000000000 65535 f \n"
    b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF\n"
)


def more_contracts(plan: Plan, province: Officer, on: date) -> None:
    """A county's and the departments' contracts, Ningbo's anew after its adjustment, scans of some signed papers."""
    hangzhou = officer("hangzhou")
    with acting(hangzhou.actor, reason="演示数据"):
        draft_contracts(plan=plan, by=hangzhou, level="county")
        for contract in Contract.objects.filter(plan=plan, level="county"):
            issued = issue_contract(contract=contract, by=hangzhou, on=on, seen_version=contract.version)
            sign_contract(contract=issued, by=hangzhou, on=on, seen_version=issued.version)
    with acting(province.actor, reason="演示数据"):
        draft_contracts(plan=plan, by=province, level="department")
        old = Contract.objects.get(plan=plan, region="330200", level="city")
        new = supersede_contract(
            contract=old, by=province, on=on, reason="任务调整后重新签订", seen_version=old.version
        )
        issue_contract(contract=new, by=province, on=on, seen_version=new.version)
        for contract in Contract.objects.filter(plan=plan, level="city", state="signed").order_by("pk")[:4]:
            scan = UploadedFile(ContentFile(_SCAN), name=f"责任书-{contract.number}.pdf", size=len(_SCAN))
            attach_scan(contract=contract, file=scan, by=province, on=on)


def conclude_2010(province: Officer) -> None:
    """Of each contract of 2010 whether it was kept."""
    closing = date(2010, 12, 31)
    for contract in Contract.objects.filter(plan__code="ZJ-2010", state="signed"):
        kept = all(line.is_met for line in performance(contract, province, closing))
        conclude(
            contract=contract,
            verb="fulfil" if kept else "breach",
            by=province,
            on=closing,
            seen_version=contract.version,
            note="" if kept else "部分企业撤销任务后未补足",
        )
