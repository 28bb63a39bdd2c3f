"""The seed files hold together: keys, references, units, codes, citations."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.seeds.reading import CHOICES, KEYS, LISTS, REFERENCES, SEEDS, UNIT_COLUMNS, YES_NO, column, rows_of
from tracker.values.units import UNITS

FILES = sorted(KEYS)
DATES = {"date", "valid_from", "valid_to", "issued_on", "effective_on", "phase_out_on", "deadline"}
NUMBERS = {"amount", "amount_yuan", "capacity", "count", "equipment_count", "surcharge", "group", "notice_working_days"}
SLUGGED = ["facility_kinds", "industries", "measures", "organisations", "money", "results_later", "results_to_2009"]


def test_every_seed_file_is_known_to_the_tests() -> None:
    assert {path.stem for path in SEEDS.glob("*.csv")} == set(KEYS)


@pytest.mark.parametrize("name", FILES)
def test_rows_have_unique_filled_keys(name: str) -> None:
    keys = [tuple(row[part] for part in KEYS[name]) for row in rows_of(name)]
    assert keys
    assert all(all(key) for key in keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", FILES)
def test_files_are_rectangular_and_trimmed(name: str) -> None:
    for row in rows_of(name):
        assert None not in (*row, *row.values()), f"{name}: {row}"
        assert all(value == value.strip() for value in row.values()), f"{name}: {row}"


@pytest.mark.parametrize("name", [name for name in FILES if name != "documents"])
def test_every_row_is_cited(name: str) -> None:
    documents = column("documents", "code")
    for row in rows_of(name):
        assert row["document"] in documents, f"{name}: {row}"
        assert row["clause"], f"{name}: {row}"
        assert row["inferred"] in {"yes", "no"}, f"{name}: {row}"


@pytest.mark.parametrize("name", [name for name in FILES if name != "documents"])
def test_a_row_that_rests_on_general_knowledge_of_our_own_is_marked_inferred(name: str) -> None:
    for row in rows_of(name):
        if row["document"] in {"通用知识", "演示数据"}:
            assert row["inferred"] == "yes", f"{name}: {row}"


def test_every_document_is_used() -> None:
    used = {row["document"] for name in FILES if name != "documents" for row in rows_of(name)}
    assert column("documents", "code") - used == set()


@pytest.mark.parametrize(("name", "field", "other", "target"), REFERENCES)
def test_references_are_found(name: str, field: str, other: str, target: str) -> None:
    assert column(name, field) - column(other, target) == set()


@pytest.mark.parametrize(("name", "field", "other", "target"), LISTS)
def test_lists_of_references_are_found(name: str, field: str, other: str, target: str) -> None:
    named = {code for value in column(name, field) for code in value.split(";")}
    assert named - column(other, target) == set()


@pytest.mark.parametrize(("name", "field", "counts"), UNIT_COLUMNS)
def test_units_are_known_by_their_exact_name(name: str, field: str, counts: str) -> None:
    assert column(name, field)
    assert {unit for unit in column(name, field) if unit not in UNITS or UNITS[unit].counts != counts} == set()


@pytest.mark.parametrize(("name", "field"), sorted(CHOICES))
def test_choices_are_from_their_list(name: str, field: str) -> None:
    assert column(name, field) - CHOICES[name, field] == set()


@pytest.mark.parametrize("name", FILES)
def test_dates_numbers_and_flags_are_well_formed(name: str) -> None:
    for row in rows_of(name):
        for field, value in row.items():
            if field in DATES and value:
                date.fromisoformat(value)
            if field in NUMBERS and value:
                assert Decimal(value) > 0, f"{name}: {row}"
            if field in YES_NO:
                assert value in {"yes", "no"}, f"{name}: {row}"


@pytest.mark.parametrize("name", SLUGGED)
def test_codes_are_slugs(name: str) -> None:
    assert [code for code in column(name, "code") if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_industry_codes_are_two_to_four_digits() -> None:
    assert [code for code in column("industry_codes", "gb_code") if not re.fullmatch(r"[0-9]{2,4}", code)] == []


def test_every_industry_has_a_code_in_every_edition_of_the_standard() -> None:
    coded = {(row["industry"], row["edition"]) for row in rows_of("industry_codes")}
    editions = CHOICES["industry_codes", "edition"]
    assert {(code, edition) for code in column("industries", "code") for edition in editions} - coded == set()


def test_aliases_never_contradict_names() -> None:
    assert column("industry_aliases", "alias") & column("industries", "name") == set()
    assert column("region_aliases", "alias") & (column("regions", "name") | column("regions", "short_name")) == set()


def test_nineteen_departments_are_members_and_the_unsure_ones_are_marked() -> None:
    members = [row for row in rows_of("organisations") if row["member"] == "yes"]
    assert len(members) == 19
    assert all(row["kind"] == "department" for row in members)
    assert {row["code"] for row in members if row["inferred"] == "no"} == {
        "dept-eic", "dept-finance", "dept-environment", "dept-aic", "dept-quality", "dept-safety", "dept-tax",
    }  # fmt: skip


def test_every_city_has_a_government_that_signs_and_no_person_is_named() -> None:
    cities = {row["code"] for row in rows_of("regions") if row["level"] == "city"}
    signatories = rows_of("contract_signatories")
    governments = {row["code"]: row["region"] for row in rows_of("organisations") if row["kind"] == "government"}
    assert {row["city"] for row in signatories} == cities
    assert all(governments[row["party_b"]] == row["city"] for row in signatories)
    assert all(row["party_a_name"] == row["party_b_name"] == "" for row in signatories)


def test_contract_terms_are_numbered_through() -> None:
    numbers = [int(row["number"]) for row in rows_of("contract_terms")]
    assert numbers == list(range(1, len(numbers) + 1))
