"""Every figure of the source document is in the seed files with its exact value; sums and products agree."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from tests.seeds.reading import Row, rows_of
from tracker.values.units import convert

RESULTS = {row["content"]: row for row in rows_of("results_to_2009")}
LATER = {row["code"]: row for row in rows_of("results_later")}
MONEY = {row["code"]: row for row in rows_of("money")}
QUOTAS = rows_of("quotas_2010")
YUAN = {"万元": 10_000, "亿元": 100_000_000}


@pytest.mark.parametrize(
    ("content", "industry", "count", "capacity", "qualifier"),
    [
        ("小电炉", "steelmaking", "53 座", "230 万吨", "exact"),
        ("小轧钢", "steel-rolling", "27 条", "75 万吨", "exact"),
        ("小高炉", "ironmaking", "13 座", "14 万吨", "exact"),
        ("小铁合金", "ferroalloy", "", "80 万吨", "exact"),
        ("地条钢", "steelmaking", "", "", "banned"),
        ("6万安培及以下自焙槽电解工艺", "aluminium", "", "", "all"),
        ("环保不达标铜冶炼鼓风炉", "copper", "31 台", "6.2 万吨", "exact"),
        ("机立窑", "cement", "705 台", "5820 万吨", "exact"),
        ("水泥小磨机", "cement", "99 台", "755 万吨", "exact"),
        ("小火电", "thermal-power", "", "425 万千瓦", "exact"),
        ("落后造纸产能", "paper", "", "50 万吨", "over"),
    ],
)
def test_results_to_2009_are_exact(content: str, industry: str, count: str, capacity: str, qualifier: str) -> None:
    row = RESULTS[content]
    found = (f"{row['count']} {row['count_unit']}".strip(), f"{row['capacity']} {row['capacity_unit']}".strip())
    assert (row["industry"], *found, row["qualifier"]) == (industry, count, capacity, qualifier)
    assert (row["document"], row["inferred"]) == ("浙经信2010-07-22", "no")


def test_results_to_2009_hold_nothing_else() -> None:
    assert len(RESULTS) == len(rows_of("results_to_2009")) == 11


@pytest.mark.parametrize(
    ("code", "amount", "unit", "yuan"),
    [
        ("provincial-fund", "9000", "万元", 90_000_000),
        ("capacity-fee-subsidy", "1.64", "亿元", 164_000_000),
        ("surplus-loans", "18675.39", "亿元", 1_867_539 * 1_000_000),
        ("local-match", "11700", "万元", 117_000_000),
    ],
)
def test_money_is_exact_in_its_unit_and_in_yuan(code: str, amount: str, unit: str, yuan: int) -> None:
    row = MONEY[code]
    assert (row["amount"], row["unit"], int(row["amount_yuan"])) == (amount, unit, yuan)
    assert Decimal(amount) * YUAN[unit] == yuan


def test_the_ratio_and_the_share_are_exact_and_the_match_follows_from_the_ratio() -> None:
    assert (MONEY["local-match-ratio"]["amount"], MONEY["surplus-loans-share"]["amount"]) == ("1.3", "2.87")
    match = int(MONEY["provincial-fund"]["amount_yuan"]) * Decimal(MONEY["local-match-ratio"]["amount"])
    assert match == int(MONEY["local-match"]["amount_yuan"])
    assert MONEY["local-match"]["inferred"] == "yes"


def later(prefix: str) -> dict[str, str]:
    """The later figures whose code begins with `prefix`: rest of the code -> amount and unit."""
    found = [row for code, row in LATER.items() if code.startswith(prefix)]
    return {row["code"].removeprefix(prefix): f"{row['amount']} {row['unit']}" for row in found}


def test_the_national_quota_of_2013_is_exact() -> None:
    assert later("zj2013-") == {
        "steelmaking": "5 万吨", "lead": "1 万吨", "cement": "10 万吨", "paper": "14 万吨", "leather": "20 万标张",
        "dyeing": "3.16 亿米", "chemical-fibre": "21.6 万吨", "lead-battery": "280 万千伏安时",
        "national-industries": "8 个", "national-enterprises": "77 家",
        "provincial-industries": "7 个", "provincial-enterprises": "124 家",
        **{f"2017-{rest}": text for rest, text in later("zj2013-2017-").items()},
    }  # fmt: skip


def test_the_result_of_2012_and_the_plan_to_2017_are_exact() -> None:
    assert later("zj2012-") == {
        "industries": "14 个", "enterprises": "2411 家", "land": "12744 亩", "coal": "139 万吨标准煤",
        "so2": "14582 吨", "cod": "4809 吨",
    }  # fmt: skip
    assert later("zj2013-2017-") == {
        "steelmaking": "80 万吨", "cement": "450 万吨", "paper": "145 万吨", "chemical-fibre": "55 万吨",
        "dyeing": "30 亿米", "lead-battery": "230 万千伏安时", "chemicals": "50 万吨", "leather": "575 万标张",
        "clay-brick": "58.6 亿块标砖",
    }  # fmt: skip


def test_jiaxing_sets_itself_more_than_it_was_given() -> None:
    assert later("jx2011-") == {
        "mills-capacity": "120 万吨", "mills-count": "10 台", "kilns-count": "2 座", "extra-mills-capacity": "80 万吨",
        "extra-mills-count": "4 台", "extra-fibre": "6.49 万吨", "extra-chemicals": "6.73 万吨", "extra-kilns": "4 座",
    }  # fmt: skip
    extra = {code for code, row in LATER.items() if row["self_imposed"] == "yes"}
    assert extra == {code for code in LATER if code.startswith("jx2011-extra-")}


@pytest.mark.parametrize(
    ("industry", "target", "published", "enterprises", "result"),
    [
        ("ironmaking", "2653 万吨", "3122 万吨", "96 家", "3192 万吨"),
        ("cement", "13355 万吨", "15327 万吨", "782 家", "15497 万吨"),
        ("dyeing", "17.3 亿米", "19.9 亿米", "144 家", "186673 万米"),
        ("leather", "397 万标张", "487.9 万标张", "58 家", "488 万标张"),
    ],
)
def test_the_national_figures_of_2011_are_exact(
    industry: str, target: str, published: str, enterprises: str, result: str
) -> None:
    expected = {"target": target, "published": published, "published-enterprises": enterprises, "result": result}
    assert later(f"cn2011-{industry}-") == expected


@pytest.mark.parametrize("industry", ["ironmaking", "cement", "dyeing", "leather"])
def test_lists_and_results_of_2011_exceed_the_targets_whatever_the_multiple(industry: str) -> None:
    target, published, result = (LATER[f"cn2011-{industry}-{kind}"] for kind in ("target", "published", "result"))
    unit = target["unit"]
    assert convert(Decimal(published["amount"]), published["unit"], unit) > Decimal(target["amount"])
    assert convert(Decimal(result["amount"]), result["unit"], unit) > Decimal(target["amount"])


def test_the_plan_of_2010_ends_on_15_september() -> None:
    (plan,) = rows_of("plan_2010")
    assert (plan["code"], plan["year"], plan["deadline"]) == ("ZJ-2010", "2010", "2010-09-15")
    assert {row["deadline"] for row in QUOTAS} == {plan["deadline"]}


def test_city_quotas_add_up_to_the_provinces_in_capacity_and_in_equipment() -> None:
    groups: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in QUOTAS:
        groups[row["industry"], row["content"], row["unit"], row["equipment_unit"]].append(row)
    assert len(groups) == 8
    for key, rows in groups.items():
        (province,) = (row for row in rows if row["region"] == "330000")
        cities = [row for row in rows if row["region"] != "330000"]
        assert sum(Decimal(row["amount"]) for row in cities) == Decimal(province["amount"]), key
        assert sum(int(row["equipment_count"]) for row in cities) == int(province["equipment_count"]), key


def test_every_city_has_a_quota_and_all_of_them_are_marked_as_demo_figures() -> None:
    assert {row["region"] for row in QUOTAS} == {"330000", *(f"33{number:02d}00" for number in range(1, 12))}
    assert {(row["document"], row["inferred"]) for row in QUOTAS} == {("演示数据", "yes")}


def test_the_measures_cover_the_source_document() -> None:
    kinds = defaultdict(set)
    for row in rows_of("measures"):
        kinds[row["kind"]].add(row["code"])
    assert kinds["cut_off"] == {"cut-power", "cut-water", "cut-gas", "cut-credit"}
    assert kinds["price"] == {"differential-power-price", "tiered-water-price", "raised-discharge-fee"}
    assert len(kinds["licence"]) == 4
    assert {row["precondition"] for row in rows_of("measures") if row["kind"] == "price"} == {"not_on_plan"}
    assert {row["precondition"] for row in rows_of("measures") if row["kind"] == "cut_off"} == {"overdue_target"}


def test_recognition_is_withheld_for_two_years() -> None:
    (row,) = (row for row in rows_of("measures") if row["code"] == "withhold-resource-use-recognition")
    assert row["duration_months"] == "24"
