"""Reading of the seed files for their tests: rows as they stand in the file, and what each column points to."""

from __future__ import annotations

import csv
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    """The rows of a seed file, as text."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, field: str) -> set[str]:
    """The values of one column, blanks left out."""
    return {row[field] for row in rows_of(name)} - {""}


# The columns that name a row of each file; a file that is missing here fails the tests.
KEYS: dict[str, tuple[str, ...]] = {
    "assessment_items": ("code",),
    "campaigns": ("code",),
    "catalogue_attributes": ("attribute",),
    "catalogue_criteria": ("edition", "number", "group", "attribute", "comparator"),
    "catalogue_editions": ("code",),
    "catalogue_entries": ("edition", "number"),
    "contract_signatories": ("plan", "city"),
    "contract_terms": ("number",),
    "documents": ("code",),
    "facility_kinds": ("code",),
    "industries": ("code",),
    "industry_aliases": ("alias",),
    "industry_codes": ("industry", "edition", "gb_code"),
    "ladder": ("code",),
    "measures": ("code",),
    "milestones": ("code",),
    "money": ("code",),
    "organisations": ("code",),
    "plan_2010": ("code",),
    "price_rates": ("measure", "tier", "valid_from"),
    "quotas_2010": ("plan", "region", "industry", "content"),
    "region_aliases": ("alias",),
    "regions": ("code",),
    "results_later": ("code",),
    "results_to_2009": ("code",),
}

# file.column -> file.column: what a value of the first must be found in.
REFERENCES: list[tuple[str, str, str, str]] = [
    ("campaigns", "region", "regions", "code"),
    ("campaigns", "industry", "industries", "code"),
    ("catalogue_criteria", "attribute", "catalogue_attributes", "attribute"),
    ("catalogue_criteria", "edition", "catalogue_editions", "code"),
    ("catalogue_editions", "supersedes", "catalogue_editions", "code"),
    ("catalogue_entries", "edition", "catalogue_editions", "code"),
    ("catalogue_entries", "industry", "industries", "code"),
    ("contract_signatories", "city", "regions", "code"),
    ("contract_signatories", "party_a", "organisations", "code"),
    ("contract_signatories", "party_b", "organisations", "code"),
    ("contract_signatories", "plan", "plan_2010", "code"),
    ("facility_kinds", "industry", "industries", "code"),
    ("industries", "lead_department", "organisations", "code"),
    ("industry_aliases", "industry", "industries", "code"),
    ("industry_codes", "edition", "documents", "code"),
    ("industry_codes", "industry", "industries", "code"),
    ("measures", "duty_department", "organisations", "code"),
    ("organisations", "region", "regions", "code"),
    ("plan_2010", "catalogue_edition", "catalogue_editions", "code"),
    ("price_rates", "industry", "industries", "code"),
    ("price_rates", "measure", "measures", "code"),
    ("quotas_2010", "industry", "industries", "code"),
    ("quotas_2010", "lead_department", "organisations", "code"),
    ("quotas_2010", "plan", "plan_2010", "code"),
    ("quotas_2010", "region", "regions", "code"),
    ("region_aliases", "code", "regions", "code"),
    ("regions", "parent", "regions", "code"),
    ("regions", "successor", "regions", "code"),
    ("results_later", "industry", "industries", "code"),
    ("results_later", "region", "regions", "code"),
    ("results_to_2009", "facility_kind", "facility_kinds", "code"),
    ("results_to_2009", "industry", "industries", "code"),
]

# file.column that holds several codes, separated by semicolons -> file.column.
LISTS: list[tuple[str, str, str, str]] = [
    ("catalogue_attributes", "facility_kinds", "facility_kinds", "code"),
    ("measures", "industries", "industries", "code"),
]

# file.column of a unit, and whether it counts capacity or equipment.
UNIT_COLUMNS: list[tuple[str, str, str]] = [
    ("facility_kinds", "capacity_unit", "capacity"),
    ("facility_kinds", "equipment_unit", "equipment"),
    ("industries", "unit", "capacity"),
    ("quotas_2010", "equipment_unit", "equipment"),
    ("quotas_2010", "unit", "capacity"),
    ("results_to_2009", "capacity_unit", "capacity"),
    ("results_to_2009", "count_unit", "equipment"),
]

# file.column -> the words it may hold.
CHOICES: dict[tuple[str, str], set[str]] = {
    ("catalogue_attributes", "type"): {"decimal", "boolean", "choice", "date", "text"},
    ("catalogue_criteria", "comparator"): {"<", "<=", "=", ">", ">="},
    ("catalogue_editions", "state"): {"draft", "published"},
    ("catalogue_entries", "kind"): {"product", "equipment", "process"},
    ("catalogue_entries", "tier"): {"eliminate", "prohibit", "restrict"},
    ("documents", "kind"): {"source", "press", "general"},
    ("industry_codes", "edition"): {"GB/T 4754-2002", "GB/T 4754-2011", "GB/T 4754-2017"},
    ("industry_codes", "match"): {"exact", "part"},
    ("ladder", "moment"): {"due_soon", "overdue"},
    ("ladder", "task"): {"", "enforce", "circular"},
    ("measures", "kind"): {"cut_off", "licence", "tax", "price", "credit", "hold", "exclusion"},
    ("measures", "precondition"): {
        "overdue_target",
        "not_on_plan",
        "region_missed",
        "listed_industry",
        "listed_product",
        "failed_standard",
    },
    ("money", "kind"): {"amount", "ratio", "share"},
    ("organisations", "kind"): {"government", "department", "utility", "bank"},
    ("price_rates", "tier"): {"restrict", "eliminate", "prohibit"},
    ("price_rates", "unit"): {"元/千瓦时", "元/立方米"},
    ("regions", "level"): {"province", "city", "county"},
    ("results_later", "kind"): {"target", "published", "result", "benefit", "plan"},
    ("results_later", "metric"): {"capacity", "equipment", "enterprises", "industries", "land", "coal", "so2", "cod"},
    ("results_later", "scope"): {"national", "provincial", "city"},
    ("results_to_2009", "qualifier"): {"exact", "over", "all", "banned"},
}

YES_NO = {
    "basis_inferred",
    "inferred",
    "member",
    "negated",
    "safety_check",
    "self_imposed",
    "veto",
}
