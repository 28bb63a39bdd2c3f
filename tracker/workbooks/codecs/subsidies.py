"""Awards in sheets: one row a source and target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from tracker.incentives.award_tables import Award
from tracker.incentives.awarding import AwardRow, merge_awards
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.workbooks.codecs.base import Codec, Values, same
from tracker.workbooks.kinds.subsidies import SUBSIDIES


def _award(values: Values) -> AwardRow:
    return AwardRow(
        enterprise_name=values["enterprise"],
        credit_code=values.get("credit_code") or None,
        facility_name=values.get("equipment") or "",
        source=values["source"],
        purpose=values["purpose"],
        amount=values["amount"],
        year=int(values["year"]),
        document_number=values["document_number"],
        paid_on=values.get("paid_on"),
        remark=values.get("remark") or "",
    )


def _awards(plan: Plan, officer: Officer) -> QuerySet[Any]:
    """Those of the plan's targets, and of its enterprises."""
    own = Q(target__plan=plan) | Q(target__isnull=True, enterprise__in=plan.targets.values("enterprise"))
    rows = Award.objects.visible_to(officer).filter(own).select_related("enterprise", "target__facility")
    return rows.order_by("region_id", "enterprise__name", "pk")


def _award_values(award: Award) -> Values:
    return {
        "row_id": award.pk,
        "enterprise": award.enterprise.name,
        "credit_code": award.enterprise.credit_code,
        "equipment": award.target.facility.name if award.target else None,
        "year": Decimal(award.year),
        **same(award, "source", "purpose", "amount", "document_number", "paid_on", "remark"),
    }


CODEC = Codec(SUBSIDIES, "award", _award, merge_awards, _awards, _award_values)
