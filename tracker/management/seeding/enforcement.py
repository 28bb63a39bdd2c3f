"""Seeds of the enforcement room: the measures. What administrators changed of a measure is left as they changed it."""

from __future__ import annotations

from tracker.enforcement.measures import Measure
from tracker.management.seeding.facts import MEASURES
from tracker.management.seeding.loading import Load, Rows, citation
from tracker.management.seeding.reading import SeedRow


def _industries(row: SeedRow, rows: Rows) -> list[str]:
    return list(row.values["industries"])


LOADS = [
    Load(
        MEASURES,
        Measure,
        key=("code",),
        fields={
            "code": "code",
            "name": "name",
            "name_en": "name_en",
            "kind": "kind",
            "duty_department_id": "duty_department",
            "precondition": "precondition",
            "way_back": "way_back",
            "legal_basis": "legal_basis",
            "notice_working_days": "notice_working_days",
            "duration_months": "duration_months",
            "needs_safe_stop": "safety_check",
            "basis_inferred": "basis_inferred",
            "note": "note",
        },
        computed={"industries": _industries, "citation": citation},
        create_only=True,
    ),
]
