"""An amount split over regions: always the whole amount, never past a floor or a cap, never out of proportion."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.quotas.apportionment import Claim, apportion, equal_effort, rebalance
from tracker.values.errors import InvalidValue

STEPS = st.sampled_from([Decimal(1), Decimal("0.1"), Decimal("0.01"), Decimal("0.0001")])
WHOLES = st.integers(0, 5_000)


@st.composite
def tasks(draw: st.DrawFn) -> tuple[Decimal, list[Claim], Decimal]:
    """A total that can be apportioned, its claims and the step."""
    step = draw(STEPS)
    claims = []
    for number in range(draw(st.integers(1, 12))):
        floor = draw(st.integers(0, 50))
        room = draw(st.none() | st.integers(0, 500))
        weight = Decimal(draw(st.integers(0, 100_000))) / 100
        cap = None if room is None else (floor + room) * step
        claims.append(Claim(f"33{number:02d}00", weight, floor * step, cap))
    least = sum((claim.floor for claim in claims), Decimal(0))
    most = sum((most_of(claim, 5_000 * step) for claim in claims), Decimal(0))
    return draw(st.integers(int(least / step), int(most / step))) * step, claims, step


def most_of(claim: Claim, no_limit: Decimal) -> Decimal:
    """The most a claim can get."""
    if not claim.weight:
        return claim.floor
    return claim.floor + no_limit if claim.cap is None else claim.cap


@given(tasks())
def test_parts_add_up_to_the_last_unit_within_floors_and_caps(task: tuple[Decimal, list[Claim], Decimal]) -> None:
    total, claims, step = task
    parts = apportion(total, claims, step=step)
    assert sum(parts.values()) == total
    for claim in claims:
        part = parts[claim.key]
        assert part % step == 0
        assert claim.floor <= part
        assert claim.cap is None or part <= claim.cap


@given(tasks())
def test_the_greater_weight_never_gets_less(task: tuple[Decimal, list[Claim], Decimal]) -> None:
    total, claims, step = task
    free = [Claim(claim.key, claim.weight + 1) for claim in claims]
    parts = apportion(total, free, step=step)
    for one in free:
        for other in free:
            if one.weight > other.weight:
                assert parts[one.key] >= parts[other.key]


@given(tasks())
def test_no_part_is_a_whole_step_off_its_exact_share(task: tuple[Decimal, list[Claim], Decimal]) -> None:
    total, claims, step = task
    free = [Claim(claim.key, claim.weight + 1) for claim in claims]
    weights = sum(claim.weight for claim in free)
    parts = apportion(total, free, step=step)
    for claim in free:
        assert abs(parts[claim.key] * weights - total * claim.weight) < step * weights


@given(tasks(), st.data())
def test_what_was_set_by_hand_stays_and_the_rest_rebalances(
    task: tuple[Decimal, list[Claim], Decimal], data: st.DataObject
) -> None:
    total, claims, step = task
    free = [Claim(claim.key, claim.weight + 1) for claim in claims] + [Claim("339900", Decimal(1))]
    one = data.draw(st.sampled_from(claims)).key
    fixed = {one: data.draw(st.integers(0, int(total / step))) * step}
    parts = rebalance(total, free, fixed, step=step)
    assert parts[one] == fixed[one]
    assert sum(parts.values()) == total


@given(st.lists(st.tuples(WHOLES, WHOLES), min_size=1, max_size=12), st.data())
def test_equal_effort_counts_what_was_done_before(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    stock = {f"33{n:02d}00": Decimal(pair[0]) for n, pair in enumerate(pairs)}
    done = {f"33{n:02d}00": Decimal(pair[1]) for n, pair in enumerate(pairs)}
    total = Decimal(data.draw(st.integers(0, int(sum(stock.values())))))
    parts = apportion(total, equal_effort(total, stock, done))
    assert sum(parts.values()) == total
    assert all(parts[key] <= stock[key] for key in stock)


def test_who_eliminated_more_before_gets_less_now() -> None:
    claims = equal_effort(Decimal(100), {"a": Decimal(200), "b": Decimal(100)}, {"a": Decimal(0), "b": Decimal(100)})
    assert apportion(Decimal(100), claims) == {"a": Decimal(100), "b": Decimal(0)}


def test_steps_left_over_go_to_the_largest_remainders() -> None:
    claims = [Claim("a", Decimal(41)), Claim("b", Decimal(29)), Claim("c", Decimal(17)), Claim("d", Decimal(13))]
    assert apportion(Decimal(20), claims) == {"a": 8, "b": 6, "c": 3, "d": 3}


def test_what_a_cap_leaves_is_shared_by_the_others_in_proportion() -> None:
    claims = [Claim("a", Decimal(60), cap=Decimal(10)), Claim("b", Decimal(30)), Claim("c", Decimal(10))]
    assert apportion(Decimal(90), claims) == {"a": 10, "b": 60, "c": 20}


@pytest.mark.parametrize(
    ("total", "claims", "field", "difference"),
    [
        ("10", [Claim("a", Decimal(1), floor=Decimal(12))], "floors", Decimal(2)),
        ("10", [Claim("a", Decimal(1), cap=Decimal(4))], "caps", Decimal(6)),
        ("10", [Claim("a", Decimal(0))], "caps", Decimal(10)),
    ],
)
def test_what_cannot_add_up_is_refused_with_the_difference(
    total: str, claims: list[Claim], field: str, difference: Decimal
) -> None:
    with pytest.raises(InvalidValue) as refused:
        apportion(Decimal(total), claims)
    assert refused.value.data["field"] == field
    assert refused.value.data["difference"] == difference


def test_an_amount_finer_than_the_step_is_refused() -> None:
    with pytest.raises(InvalidValue, match="整数倍"):
        apportion(Decimal("10.5"), [Claim("a", Decimal(1))])


def test_more_set_by_hand_than_there_is_names_the_excess() -> None:
    with pytest.raises(InvalidValue) as refused:
        rebalance(Decimal(10), [Claim("a", Decimal(1)), Claim("b", Decimal(1))], {"a": Decimal(13)})
    assert refused.value.data["difference"] == Decimal(3)
