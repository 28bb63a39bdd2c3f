"""What the addresses are about: one object of each kind in Fuyang (Hangzhou), each carrying a mark no other city may see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fixtures import reference
from fixtures.enforcement import issued_order, joint_action, photographed
from fixtures.factories import (
    AlertFactory,
    ContractFactory,
    ContractLineFactory,
    EntryFactory,
    QuotaFactory,
    TargetFactory,
    UploadFactory,
    UploadRowFactory,
)
from fixtures.incentives import accepted_target, award, replacement
from fixtures.pricing import AFTER, price_order, rate, read_meter
from fixtures.screening import FindingFactory
from tests.permissions.addresses import Address
from tests.permissions.progress_subjects import progress_of
from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.enforcement.statement_tables import Statement, StatementLine
from tracker.enforcement.statements import keep_statements_true
from tracker.jobs.hooks import Webhook
from tracker.jobs.models import Job
from tracker.jobs.outbox import Mail, enqueue_mail, unsubscribe_address
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.adjustment_tables import Adjustment, AdjustmentLine
from tracker.regions.models import Region
from tracker.registry.statistics import RegionStatistic
from tracker.targets.models import Target

MARK = "富阳专属标记"


def screening_of(target: Target, entry: CatalogueEntry) -> dict[str, Any]:
    """A published entry under which the facility of a target was found."""
    CatalogueEdition.objects.filter(pk=entry.edition_id).update(state=CatalogueEdition.State.PUBLISHED)
    finding = FindingFactory(entry=entry, facility=target.facility)
    return {
        "catalogue": entry.pk,
        "catalogueedition": entry.edition_id,
        "catalogueentry": entry.pk,
        "facilitykind": "cement-mill",
        "attribute": "diameter_m",
        "screening": finding.run_id,
        "screeningrun": finding.run_id,
        "finding": finding.pk,
    }


class Subjects:
    """One object of each kind; `key(kind)` is what stands in an address."""

    def __init__(self, media: Path, officer: Officer) -> None:
        county = reference.region(reference.FUYANG)
        target = TargetFactory(
            facility__enterprise__region=county,
            facility__enterprise__name=MARK + "企业",
            facility__name=MARK + "设备",
            remark=MARK,
        )
        entry = EntryFactory()
        self.plan = target.plan
        self._codes = {
            "catalogue": entry.edition.code,
            "screening": entry.edition.code,
            "facility": "cement",
            "target": "names",
        }
        self._keys: dict[str, Any] = {
            "region": county.pk,
            "overview": county.pk,
            "organisation": "gov-zhejiang",
            "industry": "cement",
            "enterprise": target.enterprise_id,
            "facility": target.facility_id,
            "target": target.pk,
            "alert": AlertFactory(target=target, note=MARK).pk,
            "deadline": target.pk,
            "ladder": "overdue-7",
            "leader": reference.HANGZHOU,
            "statistic": (figure := _figure(county)).pk,
            "regionstatistic": figure.pk,
            "measure": "cut-power",
            **_order(target, media),
            "officer": officer.pk,
            **_priced(),
            **_told(officer),
            "token": unsubscribe_address(officer.pk, "weekly").rstrip("/").rpartition("/")[2],
            **_granted(),
            **screening_of(target, entry),
            **_planning(target, officer),
            **_upload(target, officer, media),
            **progress_of(target, officer, media),
        }

    def values_of(self, kind: str) -> Any:
        """The key of the one object of a kind."""
        return self._keys[kind]

    def values(self, address: Address) -> dict[str, Any]:
        """The arguments of an address; a kind nobody thought of fails here, by name."""
        if address.permission == "public":
            codes = {"code": self._keys["published"], "receipt": "TESTRECEIPT"}
            return {"pk": self._keys["draw"], "token": self._keys["token"], **codes}
        key = self._keys[address.subject] if {"pk", "code"} & set(address.arguments) else None
        kind = "csv" if address.of_api else {"deadline": "target"}.get(address.subject, "targets")
        code = key if address.of_api else self._codes.get(address.subject, key)
        return {
            "template": "digest",
            "language": "en",
            "pk": key,
            "code": code,
            "kind": kind,
            "verb": "stop",
            "objection": self._keys["objection"],
            "photo": self._keys["photo"],
            "announced": self._keys["draw"],
        }


def _order(target: Target, media: Path) -> dict[str, Any]:
    """An order issued to its department, with a photo."""
    order = issued_order(target)
    photo = photographed(order, order.proposed_by)
    (media / "executions").mkdir(parents=True, exist_ok=True)
    (media / str(photo.file)).write_bytes(MARK.encode())
    joint = joint_action(order, title=MARK)
    return {"order": order.pk, "photo": photo.pk, "joint": joint.pk, "jointaction": joint.pk}


def _priced() -> dict[str, Any]:
    """A rate, and a statement over a facility of the county."""
    made = rate()
    read_meter(price_order(enterprise__name=MARK + "加价企业"), "1000")
    keep_statements_true(on=AFTER)
    line, statement = StatementLine.objects.latest("pk"), Statement.objects.latest("pk")
    return {
        "price": made.pk,
        "pricerate": made.pk,
        "statement": statement.pk,
        "charge": line.pk,
        "statementline": line.pk,
    }


def _granted() -> dict[str, Any]:
    """An award for accepted equipment of the county, and the use of its capacity."""
    done = accepted_target(facility__enterprise__name=MARK + "奖补企业")
    return {"award": award(done).pk, "replacement": replacement(done).pk}


def _figure(county: Region) -> RegionStatistic:
    """A published figure of the county."""
    return RegionStatistic.objects.create(
        region=county, year_from=2010, year=2010, indicator="capacity", nature="result", content=MARK, value=1,
        unit="万吨", source=MARK,
    )  # fmt: skip


def _planning(target: Target, officer: Officer) -> dict[str, Any]:
    """A quota of the county, a contract over it, and an adjustment asked for."""
    plan, county = target.plan, target.region
    quota = QuotaFactory(plan=plan, region=county, content=MARK)
    contract = ContractFactory(plan=plan, region=county, number=MARK)
    line = ContractLineFactory(contract=contract, content=MARK)
    adjustment = Adjustment.objects.create(
        plan=plan, region=county, reason=MARK, requested_by=officer, requested_on=plan.deadline
    )
    AdjustmentLine.objects.create(
        adjustment=adjustment, region=county, industry=quota.industry, content=MARK, change=-1, unit=quota.unit
    )
    return {
        "plan": plan.pk,
        "quota": quota.pk,
        "contract": contract.pk,
        "contractline": line.pk,
        "adjustment": adjustment.pk,
    }


def _told(officer: Officer) -> dict[str, Any]:
    """A mail to the county, and a webhook of it."""
    mail = enqueue_mail([Mail("permission", officer, "county@example.com", MARK, MARK, MARK)])[0]
    webhook = Webhook.objects.create(
        name="permission", role=Role.COUNTY, region=officer.region, form="wecom", host="h", url=MARK, secret=MARK
    )
    return {"mail": mail.pk, "outboxmail": mail.pk, "webhook": webhook.pk}


def _upload(target: Target, officer: Officer, media: Path) -> dict[str, Any]:
    """A workbook the county sent, with its file."""
    upload = UploadFactory(plan=target.plan, region=target.region, file_name=MARK + ".xlsx", uploaded_by=officer)
    UploadRowFactory(upload=upload, values={"企业名称": MARK})
    (media / "uploads").mkdir(parents=True, exist_ok=True)
    (media / str(upload.file)).write_bytes(MARK.encode())
    job = Job.objects.create(kind="upload", subject=str(upload.pk), state="failed", message=MARK, created_by=officer)
    return {"upload": upload.pk, "job": job.pk}


def is_marked(subject: str) -> bool:
    """Whether an object of this kind belongs to a region (and so carries the mark)."""
    return subject in {
        "enterprise",
        "facility",
        "statistic",
        "regionstatistic",
        "finding",
        "quota",
        "target",
        "adjustment",
        "contract",
        "contractline",
        "order",
        "joint",
        "jointaction",
        "statement",
        "charge",
        "statementline",
        "award",
        "replacement",
        "alert",
        "deadline",
        "upload",
        "job",
        "evidence",
        "request",
        "evidencerequest",
        "progress",
        "monthlyreport",
        "inspection",
        "monthlyreading",
        "benefit",
        "suspicion",
        "case",
    }
