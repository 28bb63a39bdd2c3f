"""What the papers of acceptance say (见证书、验收意见表)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tracker.documents.rendering import render
from tracker.documents.wording import amount_text, day_text, equipment_text
from tracker.progress.inspection_tables import Inspection
from tracker.targets.models import Target
from tracker.targets.stages import PASSED
from tracker.values.errors import IllegalState


def witness_document(target: Target) -> bytes:
    """The dismantling witness certificate of a target, to be signed on site."""
    return render("witness", witness_context(target))


def acceptance_document(inspection: Inspection) -> bytes:
    """The opinion form of an inspection: filled in as far as it was answered, else to be filled in by hand."""
    return render("acceptance", acceptance_context(inspection))


def certificate_document(target: Target) -> bytes:
    """The certificate that a target was accepted; IllegalState before it was."""
    if target.stage not in PASSED:
        raise IllegalState(_("任务尚未通过验收，不能出具验收证书"), state=target.stage)
    return render("certificate", certificate_context(target))


def certificate_context(target: Target) -> dict[str, Any]:
    """The places of the certificate and what stands in them."""
    place = target.region.name
    return {
        "number": f"{target.plan.code}-{target.pk}-Y",
        "opening": f"根据{target.plan.title}，{place}{target.enterprise.name}的下列落后产能装备已完成淘汰：",
        "rows": [
            *_facts(target),
            {"name": "报告完成日期", "text": day_text(target.completed_on)},
            {"name": "通过验收日期", "text": day_text(target.accepted_on)},
        ],
        "accepted_on": day_text(target.accepted_on),
    }


def witness_context(target: Target) -> dict[str, Any]:
    """The places of the certificate and what stands in them."""
    place = target.region.name
    return {
        "number": f"{target.plan.code}-{target.pk}",
        "opening": f"根据{target.plan.title}，{place}{target.enterprise.name}的下列落后产能装备应予拆除：",
        "rows": _facts(target),
    }


def acceptance_context(inspection: Inspection) -> dict[str, Any]:
    """The places of the form and what stands in them."""
    target = inspection.target
    points = inspection.points.all()
    return {
        "number": f"{target.plan.code}-{target.pk}-{inspection.pk}",
        "kind": "验收" if inspection.kind == Inspection.Kind.ONSITE else "抽查",
        "rows": [*_facts(target), {"name": "报告完成日期", "text": day_text(target.completed_on)}],
        "points": [
            {"place": place, "text": point.text, "answer": _ANSWERS[point.answer], "remark": point.remark}
            for place, point in enumerate(points, 1)
        ],
        "opinion": inspection.opinion,
        "outcome": _OUTCOMES[inspection.outcome],
        "team": "、".join(member.officer.name for member in inspection.members.select_related("officer")),
        "held_on": day_text(inspection.held_on),
    }


# Papers are Chinese, whatever language the officer reads.
_ANSWERS = {"": "　", "ok": "符合", "bad": "不符合", "na": "不适用"}
_OUTCOMES = {"": "□通过　□限期整改　□不通过", "pass": "通过", "conditional": "限期整改", "fail": "不通过"}


def _facts(target: Target) -> list[dict[str, str]]:
    return [
        {"name": "企业名称", "text": target.enterprise.name},
        {"name": "企业代码", "text": target.enterprise.credit_code or "—"},
        {"name": "所在地", "text": target.region.name},
        {"name": "淘汰装备", "text": target.facility.name},
        {"name": "装备数量", "text": equipment_text(target.equipment_count, target.equipment_unit)},
        {"name": "淘汰产能", "text": f"{amount_text(target.amount)}{target.unit}"},
        {"name": "完成期限", "text": day_text(target.due_on)},
    ]
