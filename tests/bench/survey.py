"""A surveyed province to screen: facilities of every kind with their parameters, and a catalogue of many entries."""

from __future__ import annotations

import itertools
import json
from decimal import Decimal

from django.db import connections

from fixtures.factories import EditionFactory, FacilityFactory
from tests.bench.province import FACILITIES_EACH, copy_rows, county_of
from tracker.audit.acting import acting, system
from tracker.catalogue.models import Attribute, CatalogueEdition, CatalogueEntry, Criterion, FacilityKind

RECORDED = ("furnace_capacity_t", "diameter_m", "current_ka", "furnace_volume_m3", "transformer_kva", "unit_capacity")
# Values run over 0 … 99.9; a threshold of 4 lets some four in a hundred fall, besides those with something missing.
LOWEST, STEP = Decimal(2), Decimal("0.5")


def survey(facilities: int) -> None:
    """Fill the registry: kinds in turn, a capacity and every parameter of the kind, one in a hundred missing one."""
    with acting(system("bench")):
        first = FacilityFactory()
        kinds = list(FacilityKind.objects.order_by("code"))
        cases = " ".join(f"WHEN {at} THEN {_attributes(kind.code)}" for at, kind in enumerate(kinds))
    which = f"mod(n, {len(kinds)})"
    owners = facilities // FACILITIES_EACH
    copy_rows(
        first.enterprise,
        owners,
        {"id": "n", "name": "'企业' || n", "credit_code": "NULL", "code_kind": "'none'", "region_id": county_of("n")},
    )
    owner = f"1000000 + mod(n, {owners})"
    listed = {
        name: _array([getattr(kind, name) for kind in kinds]) for name in ("code", "industry_id", "capacity_unit")
    }
    chosen = {name: f"({codes})[1 + {which}]" for name, codes in listed.items()}
    copy_rows(
        first, facilities,
        {
            "id": "n", "enterprise_id": owner, "name": "'装备 ' || n", "region_id": county_of(owner), "kind_id": chosen["code"],
            "industry_id": chosen["industry_id"], "capacity_unit": chosen["capacity_unit"], "capacity": _spread(7919),
            "commissioned_on": "DATE '1980-01-01' + mod(n * 31, 9000)::int", "attributes": f"(CASE {which} {cases} END)",
        },
    )  # fmt: skip


def catalogue(entries: int) -> CatalogueEdition:
    """A published edition of many entries: kinds in turn, each with a parameter of the kind or its capacity below a threshold."""
    with acting(system("bench")):
        edition = EditionFactory(code="BENCH", state=CatalogueEdition.State.DRAFT)
        kinds = itertools.cycle(FacilityKind.objects.order_by("code"))
        for number, kind in zip(range(entries), kinds, strict=False):
            _entry(edition, number, kind)
        edition.state = CatalogueEdition.State.PUBLISHED
        edition.save()
    return edition


def _entry(edition: CatalogueEdition, number: int, kind: FacilityKind) -> None:
    entry = CatalogueEntry.objects.create(
        edition=edition, number=f"{number:03d}", tier="eliminate", kind="equipment", industry_id=kind.industry_id,
        title=f"{kind.name} {number}", text=kind.name,
    )  # fmt: skip
    threshold = format(LOWEST + STEP * (number % 5), "f")
    numbers = Attribute.objects.filter(code__in=RECORDED, kinds__contains=[kind.code]).first()
    measure, unit = (numbers.code, numbers.unit) if numbers and number % 2 else ("annual_capacity", kind.capacity_unit)
    rows = [
        ("facility_kind", "=", kind.code, "", False),
        (measure, "<=", threshold, unit, False),
        _exception(number, kind),
    ]
    Criterion.objects.bulk_create(
        Criterion(entry=entry, attribute_id=code, comparator=sign, threshold=value, unit=unit, negated=negated)
        for code, sign, value, unit, negated in rows
    )


def _exception(number: int, kind: FacilityKind) -> tuple[str, str, str, str, bool]:
    """What else an entry asks: a choice or a yes or no of the kind, its age, its product."""
    others = [
        ("commissioned_on", ">", "2004-01-01", "", True),
        ("environmental_standard_met", "=", "false", "", True),
        ("product", "=", "地条钢", "", True),
        ("service_years", "<", "6", "年", True),
    ]
    own = Attribute.objects.filter(type__in=["choice", "boolean"], kinds__contains=[kind.code]).first()
    if own is not None and number % 5 == 0:
        return (own.code, "=", own.choices[0] if own.choices else "true", "", True)
    return others[number % 4]


def _attributes(kind: str) -> str:
    """SQL of the parameters of a kind, as a function of n."""
    numbers = Attribute.objects.filter(code__in=RECORDED, kinds__contains=[kind]).values_list("code", flat=True)
    pairs = ", ".join(f"'{code}', {_spread(seed)}::text" for code, seed in zip(numbers, (613, 389), strict=False))
    chosen = {
        a.code: a.choices[-1] if a.choices else False
        for a in Attribute.objects.filter(type__in=["choice", "boolean"], kinds__contains=[kind])
    }
    fixed = json.dumps({"environmental_standard_met": True, "product": "水泥", **chosen}, ensure_ascii=False)
    missing = "CASE WHEN mod(n, 101) = 0 THEN '{}'::jsonb ELSE " + f"jsonb_build_object({pairs}) END"
    return f"'{fixed}'::jsonb || {missing}"


def _spread(seed: int) -> str:
    return f"(mod(n::bigint * {seed}, 1000) / 10.0)::numeric(18,4)"


def _array(words: list[str]) -> str:
    return "ARRAY[" + ", ".join(f"'{word}'" for word in words) + "]"


def tidy() -> None:
    """Statistics for the planner, as the server gathers by itself."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
