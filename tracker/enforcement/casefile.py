"""The case file (案卷): everything of an enterprise in the order of time, each entry with its documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.enforcement.joint_states import JOINT_MOVES
from tracker.enforcement.joint_tables import JointStep
from tracker.enforcement.order_tables import OrderStep
from tracker.enforcement.photo_tables import OrderPhoto
from tracker.enforcement.statement_tables import StatementLine
from tracker.enforcement.states import MOVES
from tracker.officers.models import Officer
from tracker.progress.inspection_tables import Inspection
from tracker.registry.models import Enterprise
from tracker.screening.models import Finding
from tracker.targets.evidence import Evidence
from tracker.targets.models import Extension, StageFact, Target
from tracker.values.dates import SHANGHAI


@dataclass(frozen=True)
class Paper:
    """A document of an entry: what it is called, and the page it is had on."""

    label: str
    page: str
    keys: tuple[Any, ...]


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
    papers: tuple[Paper, ...] = ()


def case_file(enterprise: Enterprise, officer: Officer) -> list[Entry]:
    """Everything of an enterprise the officer may see, oldest first."""
    found = [
        *_findings(enterprise, officer),
        *_targets(enterprise, officer),
        *_facts(enterprise, officer),
        *_extensions(enterprise, officer),
        *_evidence(enterprise, officer),
        *_inspections(enterprise, officer),
        *_orders(enterprise, officer),
        *_photos(enterprise, officer),
        *_joint_actions(enterprise, officer),
        *_charges(enterprise, officer),
    ]
    return in_order(found)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by their day; on one day as they were found."""
    return sorted(entries, key=lambda entry: entry.on)


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
        yield Entry(
            on,
            _("佐证材料"),
            one.target.facility.name,
            text,
            one.added_by.name,
            target=one.target_id,
            papers=(Paper(one.file_name, "evidence_file", (one.pk,)),),
        )


def _orders(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = OrderStep.objects.visible_to(officer).filter(order__enterprise=enterprise)
    labels = {verb: step.label for verb, step in MOVES.moves.items()}
    labels |= {"propose": _("提出"), "propose_lift": _("提请解除")}
    for one in rows.select_related("order", "by"):
        about = f"{one.order.measure_name} {one.order.number}".strip()
        who = one.by.name if one.by else _("系统")
        papers = _papers_of(one)
        yield Entry(one.on, str(labels.get(one.verb, one.verb)), about, one.comment, who, one.order_id, None, papers)


def _papers_of(step: OrderStep) -> tuple[Paper, ...]:
    if step.verb == "serve":
        return (Paper(_("告知书"), "order_notice", (step.order_id,)),)
    if step.verb == "issue":
        return (Paper(_("决定书"), "order_paper", (step.order_id,)),)
    return ()


def _photos(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = OrderPhoto.objects.visible_to(officer).standing().filter(order__enterprise=enterprise)
    for one in rows.select_related("order", "added_by"):
        on = timezone.localtime(one.taken_at or one.added_at, SHANGHAI).date()
        about = f"{one.order.measure_name} {one.order.number}".strip()
        paper = Paper(one.file_name, "order_photo", (one.order_id, one.pk))
        yield Entry(on, _("执行照片"), about, one.note, one.added_by.name, one.order_id, None, (paper,))


def _joint_actions(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    labels = {verb: step.label for verb, step in JOINT_MOVES.moves.items()}
    labels |= {"plan": _("筹备"), "join": _("加入措施"), "leave": _("移出措施")}
    rows = JointStep.objects.visible_to(officer).filter(action__enterprise=enterprise)
    for one in rows.select_related("action", "by"):
        papers = (
            (Paper(_("行动方案（.docx）"), "joint_action_paper", (one.action_id,)),) if one.verb == "announce" else ()
        )
        who = one.by.name if one.by else ""
        yield Entry(one.on, f"{_('联合行动')}：{labels[one.verb]}", one.action.title, one.comment, who, papers=papers)


def _inspections(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Inspection.objects.visible_to(officer).filter(target__enterprise=enterprise)
    for one in rows.select_related("target__facility", "concluded_by"):
        text = " ".join(
            part for part in (str(one.get_state_display()), str(one.get_outcome_display()), one.opinion) if part
        )
        who = one.concluded_by.name if one.concluded_by else ""
        paper = Paper(_("检查记录"), "inspection", (one.pk,))
        about = one.target.facility.name
        yield Entry(
            one.held_on or one.planned_on, str(one.get_kind_display()), about, text, who, None, one.target_id, (paper,)
        )


def _charges(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = StatementLine.objects.visible_to(officer).filter(
        order__enterprise=enterprise, statement__issued_on__isnull=False
    )
    for one in rows.select_related("statement", "order"):
        on = one.statement.issued_on
        text = _("%(month)s 用量 %(quantity)s，加价 %(amount)s 元") % {
            "month": f"{one.statement.month:%Y-%m}", "quantity": one.quantity if one.quantity is not None else "—",
            "amount": one.amount if one.amount is not None else "—",
        }  # fmt: skip
        if on is not None:
            paper = Paper(one.statement.number or _("对账单"), "statement", (one.statement_id,))
            yield Entry(on, _("对账单"), one.order.measure_name, text, "", one.order_id, None, (paper,))
