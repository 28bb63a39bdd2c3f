"""Seeds of industries: their units and lead departments, other writings, and GB/T 4754 codes by edition."""

from __future__ import annotations

from tracker.management.seeding.columns import CAPACITY_UNIT, SLUG, TEXT, one_of, optional, reference
from tracker.management.seeding.loading import Load
from tracker.management.seeding.reading import SeedFile
from tracker.regions.models import Industry, IndustryAlias, IndustryCode

INDUSTRIES = SeedFile(
    "industries",
    ("code",),
    {
        "code": SLUG,
        "name": TEXT,
        "name_en": TEXT,
        "unit": CAPACITY_UNIT,
        "lead_department": optional(reference("organisations")),
    },
)
INDUSTRY_ALIASES = SeedFile("industry_aliases", ("alias",), {"alias": TEXT, "industry": reference("industries")})
INDUSTRY_CODES = SeedFile(
    "industry_codes",
    ("industry", "edition", "gb_code"),
    {
        "industry": reference("industries"),
        "edition": reference("documents"),
        "gb_code": TEXT,
        "gb_name": TEXT,
        "match": one_of("exact", "part"),
    },
)

LOADS = [
    Load(
        INDUSTRIES,
        Industry,
        key=("code",),
        fields={
            "code": "code",
            "name": "name",
            "name_en": "name_en",
            "unit": "unit",
            "lead_department_id": "lead_department",
        },
    ),
    Load(INDUSTRY_ALIASES, IndustryAlias, key=("alias",), fields={"alias": "alias", "industry_id": "industry"}),
    Load(
        INDUSTRY_CODES,
        IndustryCode,
        key=("industry_id", "edition", "gb_code"),
        fields={"industry_id": "industry", "edition": "edition", "gb_code": "gb_code", "gb_name": "gb_name"},
    ),
]
