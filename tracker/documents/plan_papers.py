"""What the plan's papers say: the circular that issues it (通知), and the table of tasks (任务表)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from tracker.documents.rendering import render
from tracker.documents.wording import amount_text, day_text, equipment_text, numeral
from tracker.officers.models import Officer
from tracker.quotas.models import Plan, Quota
from tracker.quotas.sums import with_distributed
from tracker.regions.amounts import total
from tracker.regions.models import Organisation
from tracker.values.units import unit_named

_OFFICE = "office-coordination"
_LEVELS = ("province", "city", "county")


def circular_document(plan: Plan, officer: Officer, on: date) -> bytes:
    """The circular that issues the plan, with the cities' tasks attached."""
    return render("circular", circular_context(plan, officer, on))


def quota_table_document(plan: Plan, officer: Officer, on: date) -> bytes:
    """The table of the quotas the officer may see."""
    return render("quota_table", quota_table_context(plan, officer, on))


def circular_context(plan: Plan, officer: Officer, on: date) -> dict[str, Any]:
    """The places of the circular and what stands in them."""
    office = _issuer()
    return {
        **_head(plan, on, office),
        "recipients": "各设区市人民政府，省级有关单位",
        "opening": f"为完成{plan.year}年度淘汰落后产能任务，现将《{plan.title}》下达给你们，并就有关事项通知如下：",
        "sections": [
            {"place": numeral(place), "heading": heading, "text": text}
            for place, (heading, text) in enumerate(_sections(plan, officer), 1)
        ],
        "rows": _rows(_quotas(plan, officer).filter(region__level="city")),
        "copied_to": "省淘汰落后产能工作协调小组成员单位",
        "printed_by": office,
        "printed_on": day_text(plan.issued_on or on),
    }


def quota_table_context(plan: Plan, officer: Officer, on: date) -> dict[str, Any]:
    """The places of the table and what stands in them."""
    own = officer.organisation.name if officer.organisation else officer.region.name
    return {**_head(plan, on, own), "rows": _rows(_quotas(plan, officer))}


def _head(plan: Plan, on: date, issuer: str) -> dict[str, Any]:
    return {
        "issuer": issuer,
        "document_number": plan.document_number or f"〔{plan.year}〕　　号",
        "title": plan.title,
        "year": plan.year,
        "issued_on": day_text(plan.issued_on or on),
    }


def _issuer() -> str:
    found = Organisation.objects.filter(pk=_OFFICE).values_list("name", flat=True).first()
    return found or "浙江省淘汰落后产能工作协调小组办公室"


def _sections(plan: Plan, officer: Officer) -> list[tuple[str, str]]:
    return [
        ("目标任务", f"{plan.year}年度全省任务为：{_totals(plan, officer)}。产能与装备数量分别考核，各市任务见附件。"),
        (
            "分解落实",
            (
                "各市要把任务分解到县（市、区）和具体企业、装备，分解数量不得少于下达数量，并向社会公布企业名称、"
                "装备型号、数量和产能。确需调整的，应说明理由和替代项目，报经批准后实施。"
            ),
        ),
        (
            "完成期限",
            f"全部任务应于{day_text(plan.deadline)}（含当日）前完成，主体设备要拆除到不能恢复生产，不得转移到其他地区。",
        ),
        (
            "验收和考核",
            "各市负责现场验收并公告，完成情况以验收合格的数量为准，纳入政府绩效考核；逾期未完成的，予以通报并责令限期整改。",
        ),
    ]


def _totals(plan: Plan, officer: Officer) -> str:
    """The whole task per industry: the province's own line where there is one, else the sum of the cities'."""
    found: dict[str, dict[str, Any]] = {}
    for level in ("city", "province"):
        rows = _quotas(plan, officer).filter(region__level=level).order_by()
        grouped = rows.values(name=F("industry__name"), own_unit=F("industry__unit")).annotate(sum=total())
        found |= {row["name"]: row for row in grouped}
    texts = [
        f"{name}{amount_text(Decimal(row['sum']) / unit_named(row['own_unit']).factor)}{row['own_unit']}"
        for name, row in sorted(found.items())
    ]
    return "、".join(texts) or "见附件"


def _quotas(plan: Plan, officer: Officer) -> QuerySet[Quota]:
    rows = Quota.objects.visible_to(officer).filter(plan=plan)
    return rows.select_related("region", "industry", "lead_department").order_by("region_id", "industry_id", "content")


def _rows(quotas: QuerySet[Quota]) -> list[dict[str, Any]]:
    return [_row(quota) for quota in _by_level(with_distributed(quotas))]


def _by_level(quotas: Iterable[Any]) -> list[Any]:
    """Province first, then each city with its counties behind it."""
    return sorted(
        quotas, key=lambda quota: (quota.region.city_code, _LEVELS.index(quota.region.level), quota.region_id)
    )


def _row(quota: Any) -> dict[str, Any]:
    return {
        "region": quota.region.name,
        "industry": quota.industry.name,
        "content": quota.content,
        "amount": amount_text(quota.amount),
        "unit": quota.unit,
        "equipment": equipment_text(quota.equipment_count, quota.equipment_unit),
        "distributed": amount_text(quota.distributed_base / unit_named(quota.unit).factor) if quota.parts else "—",
        "department": quota.lead_department.short_name if quota.lead_department else "—",
        "deadline": quota.deadline.isoformat(),
    }
