"""The case file (案卷): findings, targets, stages, extensions, evidence and orders of an enterprise in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.enforcement.order_tables import OrderStep
from tracker.enforcement.states import MOVES
from tracker.officers.models import Officer
from tracker.registry.models import Enterprise
from tracker.screening.models import Finding
from tracker.targets.evidence import Evidence
from tracker.targets.models import Extension, StageFact, Target
from tracker.values.dates import SHANGHAI


@dataclass(frozen=True)
class Entry:
    """One line of the file: the day, what it was, about what, what was said, by whom; and the row with its papers."""

    on: date
    what: str
    about: str
    text: str
    by: str = ""
    order: int | None = None
    target: int | None = None


def case_file(enterprise: Enterprise, officer: Officer) -> list[Entry]:
    """Everything of an enterprise the officer may see, oldest first."""
    found = [
        *_findings(enterprise, officer),
        *_targets(enterprise, officer),
        *_facts(enterprise, officer),
        *_extensions(enterprise, officer),
        *_evidence(enterprise, officer),
        *_orders(enterprise, officer),
    ]
    return sorted(found, key=lambda entry: entry.on)


def _findings(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Finding.objects.visible_to(officer).filter(enterprise=enterprise)
    for one in rows.select_related("run__edition", "entry", "facility"):
        text = f"{one.run.edition.title} {one.entry.number} {one.entry.title}：{one.get_status_display()}"
        yield Entry(one.run.on, _("筛查"), one.facility.name, text)


def _targets(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Target.objects.visible_to(officer).filter(enterprise=enterprise, plan__issued_on__isnull=False)
    for one in rows.select_related("plan", "facility"):
        assert one.plan.issued_on is not None  # noqa: S101
        text = _("%(plan)s，期限 %(day)s") % {"plan": one.plan.title, "day": one.deadline.isoformat()}
        yield Entry(one.plan.issued_on, _("列入计划"), one.facility.name, text, target=one.pk)


def _facts(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = StageFact.objects.visible_to(officer).filter(target__enterprise=enterprise)
    for one in rows.select_related("target__facility", "by"):
        text = one.reason + (_("（已作废）") if one.voided else "")
        yield Entry(one.on, one.get_stage_display(), one.target.facility.name, text, one.by.name, target=one.target_id)


def _extensions(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Extension.objects.visible_to(officer).filter(target__enterprise=enterprise)
    for one in rows.select_related("target__facility", "decided_by"):
        text = f"{one.new_due_on.isoformat()} {one.reason}"
        about = one.target.facility.name
        yield Entry(one.decided_on, _("延期"), about, text, one.decided_by.name, target=one.target_id)


def _evidence(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Evidence.objects.visible_to(officer).filter(target__enterprise=enterprise, voided=False)
    for one in rows.select_related("target__facility", "added_by"):
        on = timezone.localtime(one.added_at, SHANGHAI).date()
        text = f"{one.get_kind_display()}：{one.file_name}"
        yield Entry(on, _("佐证材料"), one.target.facility.name, text, one.added_by.name, target=one.target_id)


def _orders(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = OrderStep.objects.visible_to(officer).filter(order__enterprise=enterprise)
    labels = {verb: step.label for verb, step in MOVES.moves.items()}
    labels |= {"propose": _("提出"), "propose_lift": _("提请解除")}
    for one in rows.select_related("order", "by"):
        about = f"{one.order.measure_name} {one.order.number}".strip()
        who = one.by.name if one.by else _("系统")
        yield Entry(one.on, str(labels.get(one.verb, one.verb)), about, one.comment, who, order=one.order_id)
