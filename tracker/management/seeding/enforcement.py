"""Seeds of the enforcement room: measures and price rates. What administrators changed of them is left as they changed it."""

from __future__ import annotations

import re

from tracker.enforcement.measures import Measure
from tracker.enforcement.price_rates import PriceRate
from tracker.management.seeding.facts import MEASURES, PRICE_RATES
from tracker.management.seeding.loading import Load, Rows, citation
from tracker.management.seeding.reading import SeedRow


def _industries(row: SeedRow, rows: Rows) -> list[str]:
    return list(row.values["industries"])


def _document(row: SeedRow, rows: Rows) -> str:
    """The cited document's title without its number, which stands in brackets behind."""
    return _NUMBER.sub("", _title(row, rows))


def _document_number(row: SeedRow, rows: Rows) -> str:
    found = _NUMBER.search(_title(row, rows))
    return found[1] if found else ""


def _title(row: SeedRow, rows: Rows) -> str:
    return str(next(one.values["title"] for one in rows["documents"] if one.key == (row.values["document"],)))


_NUMBER = re.compile("（([^（）]*号)）$")
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
            "notice_source": "notice_source",
            "duration_months": "duration_months",
            "needs_safe_stop": "safety_check",
            "needs_time": "needs_time",
            "needs_meter_reading": "needs_meter_reading",
            "needs_photo": "needs_photo",
            "basis_inferred": "basis_inferred",
            "note": "note",
        },
        computed={"industries": _industries, "citation": citation},
        create_only=True,
    ),
    Load(
        PRICE_RATES,
        PriceRate,
        key=("measure_id", "tier", "valid_from"),
        fields={
            "measure_id": "measure",
            "tier": "tier",
            "industry_id": "industry",
            "unit_price": "surcharge",
            "unit": "unit",
            "valid_from": "valid_from",
            "valid_to": "valid_to",
            "is_inferred": "inferred",
            "note": "note",
        },
        computed={"document": _document, "document_number": _document_number, "citation": citation},
        create_only=True,
        # From the first load on the rates are the administrators' own: one they ended or mended isn't made again.
        wanted=lambda: not PriceRate.objects.exists(),
    ),
]
