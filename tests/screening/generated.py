"""Made-up criteria and facilities that lie on, above and below one another's thresholds, with anything missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tracker.catalogue.criteria import EntryRules, Measure, Rule
from tracker.screening.evaluation import Subject

ON = date(2010, 6, 1)
KINDS = ("cement-mill", "vertical-kiln", "thermal-unit")
INDUSTRIES = ("cement", "thermal-power")

KIND = Measure("facility_kind", "choice")
CAPACITY = Measure("annual_capacity", "decimal")
DIAMETER = Measure("diameter_m", "decimal", "m", kinds=frozenset({"cement-mill", "vertical-kiln"}))
UNIT_SIZE = Measure("unit_capacity", "decimal", "万千瓦", kinds=frozenset({"thermal-unit"}))
CLEAN = Measure("environmental_standard_met", "boolean")
PROCESS = Measure("cement_process", "choice", options=("new_dry", "other"), kinds=frozenset({"vertical-kiln"}))
BUILT = Measure("commissioned_on", "date")
YEARS = Measure("service_years", "decimal", "年")
PRODUCT = Measure("product", "text")

DAYS = [date(1990, 6, 1), date(1990, 6, 2), date(1988, 2, 29), date(2005, 1, 1), date(2010, 6, 1)]
NUMBERS = ["0", "2.999999", "3", "3.000001", "20", "30", "200000", "0.3"]
_order = st.sampled_from(["<", "<=", "=", ">", ">="])


def _rule(
    measure: Measure, thresholds: list[str], units: tuple[str, ...] = ("",), *, ordered: bool = False
) -> st.SearchStrategy[Rule]:
    return st.builds(
        Rule,
        measure=st.just(measure),
        comparator=_order if ordered else st.just("="),
        threshold=st.sampled_from(thresholds),
        unit=st.sampled_from(units),
        negated=st.booleans(),
        group=st.integers(1, 3),
        criterion_id=st.integers(1, 99),
    )


rules = st.one_of(
    _rule(KIND, list(KINDS)),
    _rule(CAPACITY, NUMBERS, ("万吨", "吨", "标张", "万标张"), ordered=True),
    _rule(DIAMETER, NUMBERS, ("m", "cm", "mm"), ordered=True),
    _rule(UNIT_SIZE, NUMBERS, ("万千瓦", "千瓦"), ordered=True),
    _rule(CLEAN, ["true", "false"]),
    _rule(PROCESS, ["new_dry", "other"]),
    _rule(BUILT, [day.isoformat() for day in DAYS], ordered=True),
    _rule(YEARS, ["0", "5", "19", "20", "22"], ("年",), ordered=True),
    _rule(PRODUCT, ["水泥", "地条钢"]),
)
entries = st.builds(
    EntryRules,
    entry_id=st.just(0),
    industry=st.sampled_from(INDUSTRIES),
    rules=st.lists(rules, min_size=1, max_size=5).map(tuple),
)
_attributes = st.fixed_dictionaries(
    {},
    optional={
        "diameter_m": st.sampled_from(NUMBERS),
        "unit_capacity": st.sampled_from(NUMBERS),
        "environmental_standard_met": st.booleans(),
        "cement_process": st.sampled_from(["new_dry", "other"]),
        "product": st.sampled_from(["水泥", "地条钢", "'; DROP TABLE x; --"]),
    },
)


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    """A facility; a capacity comes with its unit, or there is neither."""
    capacity = draw(st.none() | st.sampled_from(["0", "2.9999", "3", "3.0001", "20", "200000"]).map(Decimal))
    unit = draw(st.sampled_from(["万吨", "吨", "万标张", "标张", "万件"])) if capacity is not None else ""
    return Subject(
        industry=draw(st.sampled_from(INDUSTRIES)),
        kind=draw(st.none() | st.sampled_from(KINDS)),
        capacity=capacity,
        capacity_unit=unit,
        commissioned_on=draw(st.none() | st.sampled_from(DAYS)),
        attributes=draw(_attributes),
    )


def as_row(number: int, subject: Subject) -> dict[str, Any]:
    """A facility as the row the SQL reads."""
    day = subject.commissioned_on
    return {
        "id": number,
        "enterprise_id": number,
        "region_id": "330183",
        "industry_id": subject.industry,
        "kind_id": subject.kind,
        "capacity": None if subject.capacity is None else str(subject.capacity),
        "capacity_unit": subject.capacity_unit,
        "commissioned_on": day.isoformat() if day else None,
        "status": "operating",
        "attributes": subject.attributes,
    }
