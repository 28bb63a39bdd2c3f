"""Seeds of the plan ZJ-2010, its quotas, the contract's standing clauses and who signs.

Plan, quotas and signatories belong to the officers once they exist: the loader creates them, and never changes them again.
"""

from __future__ import annotations

from tracker.contracts.wording import ContractTerm, Signatory
from tracker.management.seeding.catalogue import edition_of
from tracker.management.seeding.columns import (
    CAPACITY_UNIT,
    DAY,
    EQUIPMENT_UNIT,
    NOTE,
    NUMBER,
    TEXT,
    WHOLE,
    optional,
    reference,
)
from tracker.management.seeding.loading import Load, Rows, citation
from tracker.management.seeding.reading import SeedFile, SeedRow
from tracker.quotas.models import Plan, Quota

PLAN = SeedFile(
    "plan_2010",
    ("code",),
    {
        "code": TEXT,
        "year": WHOLE,
        "title": TEXT,
        "deadline": DAY,
        "issued_on": DAY,
        "catalogue_edition": reference("catalogue_editions"),
    },
)
QUOTAS = SeedFile(
    "quotas_2010",
    ("plan", "region", "industry", "content"),
    {
        "plan": reference("plan_2010"),
        "region": reference("regions"),
        "industry": reference("industries"),
        "content": TEXT,
        "amount": NUMBER,
        "unit": CAPACITY_UNIT,
        "equipment_count": optional(NUMBER),
        "equipment_unit": optional(EQUIPMENT_UNIT),
        "deadline": DAY,
        "lead_department": optional(reference("organisations")),
        "remark": NOTE,
    },
)
CONTRACT_TERMS = SeedFile("contract_terms", ("number",), {"number": WHOLE, "heading": TEXT, "text": TEXT})
SIGNATORIES = SeedFile(
    "contract_signatories",
    ("plan", "city"),
    {
        "plan": reference("plan_2010"),
        "city": reference("regions"),
        "party_a": reference("organisations"),
        "party_a_title": TEXT,
        "party_a_name": NOTE,
        "party_b": reference("organisations"),
        "party_b_title": TEXT,
        "party_b_name": NOTE,
    },
)


def _plan_of(row: SeedRow, rows: Rows) -> int | None:
    return Plan.objects.filter(code=row.values["plan"]).values_list("pk", flat=True).first()


def _parent_of(row: SeedRow, rows: Rows) -> int | None:
    """The quota of the same industry and content one region above."""
    named = {one.values["code"]: one.values["parent"] for one in rows["regions"]}
    same = {"plan__code": row.values["plan"], "industry": row.values["industry"], "content": row.values["content"]}
    above = Quota.objects.filter(region=named[row.values["region"]], **same)
    return above.values_list("pk", flat=True).first()


def _no_quotas() -> bool:
    return not Quota.objects.filter(plan__code="ZJ-2010").exists()


LOADS = [
    Load(
        PLAN,
        Plan,
        key=("code",),
        fields={"code": "code", "year": "year", "title": "title", "deadline": "deadline", "issued_on": "issued_on"},
        computed={"state": lambda row, rows: Plan.State.ISSUED, "edition_id": edition_of, "citation": citation},
        create_only=True,
    ),
    Load(
        QUOTAS,
        Quota,
        key=("plan_id", "region_id", "industry_id", "content"),
        fields={
            "region_id": "region",
            "industry_id": "industry",
            "content": "content",
            "amount": "amount",
            "unit": "unit",
            "equipment_count": "equipment_count",
            "equipment_unit": "equipment_unit",
            "deadline": "deadline",
            "lead_department_id": "lead_department",
            "remark": "remark",
        },
        computed={"plan_id": _plan_of},
        links={"parent_id": _parent_of},
        wanted=_no_quotas,
    ),
    Load(
        CONTRACT_TERMS,
        ContractTerm,
        key=("number",),
        fields={"number": "number", "heading": "heading", "text": "text", "is_inferred": "inferred"},
        computed={"citation": citation},
    ),
    Load(
        SIGNATORIES,
        Signatory,
        key=("plan_id", "region_id"),
        fields={
            "region_id": "city",
            "party_a_id": "party_a",
            "party_a_title": "party_a_title",
            "party_a_name": "party_a_name",
            "party_b_id": "party_b",
            "party_b_title": "party_b_title",
            "party_b_name": "party_b_name",
        },
        computed={"plan_id": _plan_of, "citation": citation},
        create_only=True,
    ),
]
