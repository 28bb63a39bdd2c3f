"""The case file's first half (案卷：任务): found in the catalogue, planned, reported, proved, inspected."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.enforcement.casefile_entry import Entry, Paper, told
from tracker.officers.models import Officer
from tracker.progress.inspection_tables import Inspection
from tracker.registry.models import Enterprise
from tracker.screening.models import Finding
from tracker.targets.evidence import Evidence
from tracker.targets.holding import HeldCase
from tracker.targets.models import Extension, StageFact, Target
from tracker.targets.stages import Stage
from tracker.values.dates import SHANGHAI


def progress_of(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    """What befell an enterprise's equipment before and beside every order, in no order yet."""
    for entries in (
        _findings, _targets, _facts, _held, _extensions, _evidence, _inspections
    ):  # fmt: skip
        yield from entries(enterprise, officer)


def _findings(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Finding.objects.visible_to(officer).filter(enterprise=enterprise)
    for one in rows.select_related("run__edition", "entry", "facility"):
        text = told(f"{one.run.edition.title} {one.entry.number} {one.entry.title}", one.get_status_display())
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
        about, papers = one.target.facility.name, () if one.voided else _papers_of(one)
        yield Entry(one.on, one.get_stage_display(), about, text, one.by.name, target=one.target_id, papers=papers)


def _papers_of(fact: StageFact) -> tuple[Paper, ...]:
    if fact.stage == Stage.DISMANTLED:
        return (Paper(_("现场拆除见证书"), "target_witness", (fact.target_id,)),)
    if fact.stage == Stage.ACCEPTED:
        return (Paper(_("验收证书"), "target_certificate", (fact.target_id,)),)
    return ()


def _held(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = HeldCase.objects.visible_to(officer).filter(target__enterprise=enterprise)
    for one in rows.select_related("target__facility"):
        about, target = one.target.facility.name, one.target_id
        text = told(one.get_cause_display(), f"{one.plan} ({one.finish_by.isoformat()})")
        yield Entry(one.since, _("未彻底拆除"), about, text, one.supervisor, target=target)
        if one.ended_on:
            yield Entry(one.ended_on, _("未彻底拆除情况结束"), about, "", "", target=target)


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
        text = told(one.get_kind_display(), one.file_name)
        yield Entry(
            on,
            _("佐证材料"),
            one.target.facility.name,
            text,
            one.added_by.name,
            target=one.target_id,
            papers=(Paper(one.file_name, "evidence_file", (one.pk,)),),
        )


def _inspections(enterprise: Enterprise, officer: Officer) -> Iterator[Entry]:
    rows = Inspection.objects.visible_to(officer).filter(target__enterprise=enterprise)
    for one in rows.select_related("target__facility", "concluded_by"):
        text = " ".join(
            part for part in (str(one.get_state_display()), str(one.get_outcome_display()), one.opinion) if part
        )
        who = one.concluded_by.name if one.concluded_by else ""
        papers = (Paper(_("检查记录"), "inspection", (one.pk,)), Paper(_("验收意见表"), "inspection_form", (one.pk,)))
        on, what, about = one.held_on or one.planned_on, str(one.get_kind_display()), one.target.facility.name
        yield Entry(on, what, about, text, who, None, one.target_id, papers if one.held_on else papers[:1])
