"""The catalogue's criteria: the source document's thresholds, exact, with known attributes and units."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.seeds.reading import rows_of
from tracker.values.units import UNITS

ATTRIBUTES = {row["attribute"]: row for row in rows_of("catalogue_attributes")}
KINDS = {row["code"]: row for row in rows_of("facility_kinds")}
ENTRIES = {(row["edition"], row["number"]): row for row in rows_of("catalogue_entries")}
CRITERIA = rows_of("catalogue_criteria")


def kinds_of(edition: str) -> set[str]:
    """The facility kinds an edition reaches."""
    return {row["threshold"] for row in CRITERIA if row["edition"] == edition and row["attribute"] == "facility_kind"}


def thresholds(edition: str, attribute: str, industry: str) -> list[tuple[str, str, str]]:
    """(comparator, threshold, unit) of an edition's criteria on an attribute, in one industry."""
    return [
        (row["comparator"], row["threshold"], row["unit"])
        for row in CRITERIA
        if (row["edition"], row["attribute"]) == (edition, attribute)
        and ENTRIES[row["edition"], row["number"]]["industry"] == industry
    ]


@pytest.mark.parametrize(
    ("edition", "attribute", "industry", "expected"),
    [
        ("ZJ-2010", "annual_capacity", "leather", ("<", "20", "万标张")),
        ("ZJ-PRE2010", "annual_capacity", "leather", ("<", "3", "万标张")),
        ("ZJ-2010", "annual_capacity", "dyeing", ("<=", "3000", "万米")),
        ("ZJ-2010", "diameter_m", "cement", ("<=", "3", "m")),
        ("ZJ-2010", "current_ka", "aluminium", ("<=", "60", "kA")),
        ("ZJ-2010", "environmental_standard_met", "copper", ("=", "false", "")),
    ],
)
def test_the_source_documents_thresholds_are_exact(
    edition: str, attribute: str, industry: str, expected: tuple[str, str, str]
) -> None:
    assert thresholds(edition, attribute, industry) == [expected]


def test_the_source_documents_figures_are_not_marked_inferred() -> None:
    for row in CRITERIA:
        entry = ENTRIES[row["edition"], row["number"]]
        if row["document"] == "浙经信2010-07-22" and entry["inferred"] == "no":
            assert row["inferred"] == "no", row


def test_the_2010_revision_reaches_what_the_source_document_lists() -> None:
    assert kinds_of("ZJ-2010") >= {
        "electric-arc-furnace", "special-steel-furnace", "rolling-line", "blast-furnace", "ferroalloy-furnace",
        "induction-furnace", "self-baking-cell", "copper-blast-furnace", "vertical-kiln", "cement-mill",
        "clay-brick-kiln", "thermal-unit", "paper-line", "dyeing-line", "tanning-line",
    }  # fmt: skip


def test_special_steel_and_clay_brick_kilns_are_new_in_2010() -> None:
    assert {"special-steel-furnace", "clay-brick-kiln"} <= kinds_of("ZJ-2010") - kinds_of("ZJ-PRE2010")


def test_all_vertical_kilns_and_clay_brick_kilns_fall_whatever_their_size() -> None:
    for kind in ("vertical-kiln", "clay-brick-kiln"):
        entry = next(r for r in CRITERIA if r["edition"] == "ZJ-2010" and r["threshold"] == kind)
        group = [r for r in CRITERIA if (r["edition"], r["number"]) == (entry["edition"], entry["number"])]
        assert group == [entry]


def test_ground_strip_steel_is_prohibited_as_a_product() -> None:
    entry = next(row for row in ENTRIES.values() if row["edition"] == "ZJ-2010" and row["title"] == "地条钢")
    assert (entry["kind"], entry["tier"]) == ("product", "prohibit")


def test_every_entry_has_criteria_and_every_criterion_an_entry() -> None:
    assert {(row["edition"], row["number"]) for row in CRITERIA} == set(ENTRIES)


def test_every_group_of_an_equipment_entry_names_the_facility_kind_of_its_industry() -> None:
    groups = {(r["edition"], r["number"], r["group"]) for r in CRITERIA}
    for edition, number, group in groups:
        entry = ENTRIES[edition, number]
        named = [
            r["threshold"] for r in CRITERIA
            if (r["edition"], r["number"], r["group"], r["attribute"]) == (edition, number, group, "facility_kind")
        ]  # fmt: skip
        if entry["kind"] != "product":
            assert [KINDS[kind]["industry"] for kind in named] == [entry["industry"]], entry


def test_every_threshold_fits_its_attributes_type_unit_and_choices() -> None:
    for row in CRITERIA:
        attribute = ATTRIBUTES[row["attribute"]]
        kind, threshold = attribute["type"], row["threshold"]
        if kind == "decimal":
            assert Decimal(threshold) > 0, row
            assert row["unit"] == attribute["unit"] or (not attribute["unit"] and row["unit"] in UNITS), row
        else:
            assert (row["comparator"], row["unit"]) == ("=", ""), row
        if kind == "boolean":
            assert threshold in {"true", "false"}, row
        if kind == "choice":
            kinds = set(KINDS) if row["attribute"] == "facility_kind" else set()
            assert threshold in kinds | set(attribute["choices"].split(";")), row


def test_a_capacity_threshold_is_in_a_unit_the_facilities_can_be_converted_to() -> None:
    for row in CRITERIA:
        if row["attribute"] == "annual_capacity":
            industry = ENTRIES[row["edition"], row["number"]]["industry"]
            bases = {UNITS[kind["capacity_unit"]].base for kind in KINDS.values() if kind["industry"] == industry}
            assert {UNITS[row["unit"]].base} == bases, row
