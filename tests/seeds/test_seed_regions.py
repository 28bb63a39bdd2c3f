"""The regions of Zhejiang from 2010 on: GB/T 2260 codes, and the changes of 2013 to 2021."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.seeds.reading import Row, rows_of

REGIONS = {row["code"]: row for row in rows_of("regions")}
CITY_NAMES = ["杭州", "宁波", "温州", "嘉兴", "湖州", "绍兴", "金华", "衢州", "舟山", "台州", "丽水"]


def in_force(on: str) -> list[Row]:
    """The regions that exist on a day; valid_to is the last day."""
    return [row for row in REGIONS.values() if row["valid_from"] <= on <= (row["valid_to"] or "9999")]


def test_the_eleven_cities_have_their_codes() -> None:
    cities = {row["short_name"]: row["code"] for row in REGIONS.values() if row["level"] == "city"}
    assert cities == {name: f"33{number:02d}00" for number, name in enumerate(CITY_NAMES, 1)}


def test_a_code_says_where_a_region_lies() -> None:
    for code, row in REGIONS.items():
        expected = {"province": "", "city": "330000", "county": code[:4] + "00"}[row["level"]]
        assert (len(code), row["parent"]) == (6, expected), row


@pytest.mark.parametrize("on", ["2010-01-01", "2010-09-15", "2012-12-31", "2015-01-01"])
def test_there_are_ninety_counties_before_the_mergers(on: str) -> None:
    assert Counter(row["level"] for row in in_force(on)) == {"province": 1, "city": 11, "county": 90}


def test_the_number_of_counties_follows_the_changes() -> None:
    days = ["2016-12-31", "2019-12-31", "2026-01-01"]
    assert [sum(row["level"] == "county" for row in in_force(on)) for on in days] == [89, 90, 90]


@pytest.mark.parametrize(
    ("old", "new", "first_day"),
    [
        ("330183 富阳市", "330111 富阳区", "2014-12-13"),
        ("330185 临安市", "330112 临安区", "2017"),
        ("330621 绍兴县", "330603 柯桥区", "2013"),
        ("330682 上虞市", "330604 上虞区", "2013"),
        ("330283 奉化市", "330213 奉化区", "2016"),
        ("330322 洞头县", "330305 洞头区", "2015"),
        ("331021 玉环县", "331083 玉环市", "2017"),
        ("330204 江东区", "330212 鄞州区", ""),
        ("330103 下城区", "330105 拱墅区", ""),
        ("330104 江干区", "330102 上城区", ""),
    ],
)
def test_a_region_that_ended_names_its_successor(old: str, new: str, first_day: str) -> None:
    (old_code, old_name), (new_code, new_name) = old.split(), new.split()
    ended, successor = REGIONS[old_code], REGIONS[new_code]
    assert (ended["name"], ended["successor"], successor["name"]) == (old_name, new_code, new_name)
    if first_day:
        assert successor["valid_from"].startswith(first_day)
        assert date.fromisoformat(ended["valid_to"]) + timedelta(days=1) == date.fromisoformat(successor["valid_from"])


def test_only_regions_that_ended_have_a_successor() -> None:
    assert all(bool(row["valid_to"]) == bool(row["successor"]) for row in REGIONS.values())
    assert sum(bool(row["valid_to"]) for row in REGIONS.values()) == 10


def test_new_regions_without_a_forerunner_start_on_their_day() -> None:
    starts = {code: REGIONS[code]["valid_from"][:4] for code in ("330383", "330113", "330114")}
    assert starts == {"330383": "2019", "330113": "2021", "330114": "2021"}


@pytest.mark.parametrize("on", ["2010-09-15", "2013-12-31", "2026-01-01"])
def test_a_name_or_short_name_means_one_region_on_any_day(on: str) -> None:
    names = [name for row in in_force(on) for name in {row["name"], row["short_name"]}]
    assert [name for name, count in Counter(names).items() if count > 1] == []
