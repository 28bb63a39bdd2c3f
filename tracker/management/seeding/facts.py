"""Seeds whose tables come later (results, money, campaigns …): every row is checked for form and references."""

from __future__ import annotations

from tracker.management.seeding.columns import (
    CAPACITY_UNIT,
    DAY,
    EQUIPMENT_UNIT,
    FLAG,
    NOTE,
    NUMBER,
    SLUG,
    TEXT,
    WHOLE,
    one_of,
    optional,
    reference,
    references,
)
from tracker.management.seeding.reading import SeedFile

RESULTS_TO_2009 = SeedFile(
    "results_to_2009",
    ("code",),
    {
        "code": SLUG,
        "industry": reference("industries"),
        "facility_kind": optional(reference("facility_kinds")),
        "content": TEXT,
        "count": optional(NUMBER),
        "count_unit": optional(EQUIPMENT_UNIT),
        "capacity": optional(NUMBER),
        "capacity_unit": optional(CAPACITY_UNIT),
        "qualifier": one_of("exact", "over", "all", "banned"),
        "product": NOTE,
        "period_from": WHOLE,
        "period_to": WHOLE,
    },
)
RESULTS_LATER = SeedFile(
    "results_later",
    ("code",),
    {
        "code": SLUG,
        "kind": one_of("target", "published", "result", "benefit", "plan"),
        "scope": one_of("national", "provincial", "city"),
        "region": optional(reference("regions")),
        "set_by": NOTE,
        "year_from": WHOLE,
        "year_to": WHOLE,
        "industry": optional(reference("industries")),
        "content": TEXT,
        "metric": one_of("capacity", "equipment", "enterprises", "industries", "land", "coal", "so2", "cod"),
        "amount": NUMBER,
        "unit": TEXT,
        "self_imposed": FLAG,
    },
)
MONEY = SeedFile(
    "money",
    ("code",),
    {
        "code": SLUG,
        "name": TEXT,
        "kind": one_of("amount", "ratio", "share"),
        "amount": NUMBER,
        "unit": TEXT,
        "amount_yuan": optional(NUMBER),
    },
)
MEASURES = SeedFile(
    "measures",
    ("code",),
    {
        "code": SLUG,
        "name": TEXT,
        "name_en": TEXT,
        "kind": one_of("cut_off", "licence", "tax", "price", "credit", "hold", "exclusion"),
        "duty_department": reference("organisations"),
        "precondition": one_of(
            "overdue_target", "not_on_plan", "region_missed", "listed_industry", "listed_product", "failed_standard"
        ),
        "industries": references("industries"),
        "way_back": TEXT,
        "legal_basis": TEXT,
        "notice_working_days": WHOLE,
        "notice_source": TEXT,
        "duration_months": optional(WHOLE),
        "safety_check": FLAG,
        "needs_time": FLAG,
        "needs_meter_reading": FLAG,
        "needs_photo": FLAG,
        "basis_inferred": FLAG,
    },
)
PRICE_RATES = SeedFile(
    "price_rates",
    ("measure", "tier", "valid_from"),
    {
        "measure": reference("measures"),
        "tier": one_of("restrict", "eliminate", "prohibit"),
        "industry": optional(reference("industries")),
        "surcharge": NUMBER,
        "unit": one_of("元/千瓦时", "元/立方米"),
        "valid_from": DAY,
        "valid_to": optional(DAY),
    },
)
CAMPAIGNS = SeedFile(
    "campaigns",
    ("code",),
    {"code": SLUG, "region": reference("regions"), "industry": optional(reference("industries")), "name": TEXT},
)
MILESTONES = SeedFile(
    "milestones",
    ("code",),
    {"code": SLUG, "name": TEXT, "month": WHOLE, "day": optional(WHOLE), "year_offset": WHOLE, "responsible": TEXT},
)
ASSESSMENT_ITEMS = SeedFile("assessment_items", ("code",), {"code": SLUG, "name": TEXT, "veto": FLAG})

CHECKED = [MONEY, CAMPAIGNS, MILESTONES, ASSESSMENT_ITEMS]
