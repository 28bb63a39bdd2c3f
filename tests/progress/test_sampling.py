"""Drawing by lot: the same seed gives the same draw, every object has the same chance, every stratum its share."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.sampling import Inspector, Thing, choose, draw, rank
from tracker.values.errors import InvalidValue

THINGS = [
    Thing(str(number), city, industry)
    for number, (city, industry) in enumerate(
        [("330100", "cement")] * 12 + [("330100", "paper")] * 5 + [("330200", "cement")] * 2 + [("330300", "paper")] * 1
    )
]
INSPECTORS = [Inspector(str(number)) for number in range(6)]


def test_the_same_seed_gives_the_same_draw_in_whatever_order_the_objects_come() -> None:
    first = draw("2010-10-08", THINGS, INSPECTORS, count=7, team_size=2)
    again = draw("2010-10-08", list(reversed(THINGS)), INSPECTORS, count=7, team_size=2)
    assert first == again
    assert draw("2010-10-09", THINGS, INSPECTORS, count=7, team_size=2) != first


def test_the_number_a_seed_gives_is_sha256_as_published() -> None:
    assert f"{rank('seed', 'thing', '1'):064x}" == "99d1aa328d70aeff9d2a813ce18a0c294bd9882c5635af7b707b53c388de48db"


def test_every_object_has_the_same_chance_over_many_draws() -> None:
    draws, count = 6000, 7
    drawn = Counter(thing.number for seed in range(draws) for thing in choose(f"seed-{seed}", THINGS, count))
    expected = draws * count / len(THINGS)
    # A binomial count strays by more than four and a half of its standard deviations once in 150,000.
    most = 4.5 * (expected * (1 - count / len(THINGS))) ** 0.5
    assert max(abs(drawn[thing.number] - expected) for thing in THINGS) < most


def test_every_pair_of_inspector_and_object_is_about_as_likely() -> None:
    draws = 3000
    visits = [draw(f"s{seed}", THINGS[:3], INSPECTORS, count=1, team_size=2)[0] for seed in range(draws)]
    sent = Counter(number for visit in visits for number in visit.team)
    expected = draws * 2 / len(INSPECTORS)
    assert max(abs(sent[one.number] - expected) for one in INSPECTORS) < 4.5 * (expected * 2 / 3) ** 0.5


@given(seed=st.text(min_size=1, max_size=20).filter(str.strip), count=st.integers(1, len(THINGS)))
def test_every_stratum_gets_its_share_rounded_up_or_down(seed: str, count: int) -> None:
    chosen = choose(seed, THINGS, count)
    assert len(chosen) == len({thing.number for thing in chosen}) == count
    sizes, got = Counter(thing.stratum for thing in THINGS), Counter(thing.stratum for thing in chosen)
    for stratum, size in sizes.items():
        assert abs(Fraction(size * count, len(THINGS)) - got[stratum]) < 1


@given(seed=st.text(min_size=1, max_size=20).filter(str.strip))
def test_nobody_is_sent_where_they_have_an_interest(seed: str) -> None:
    conflicts = frozenset(thing.number for thing in THINGS if thing.city == "330100")
    inspectors = [Inspector("home", conflicts), *INSPECTORS]
    for visit in draw(seed, THINGS, inspectors, count=10, team_size=3):
        assert len(set(visit.team)) == 3
        assert "home" not in visit.team or visit.thing.city != "330100"


def test_the_burden_is_shared() -> None:
    visits = draw("seed", THINGS, INSPECTORS, count=12, team_size=2)
    burden = Counter(number for visit in visits for number in visit.team)
    assert set(burden.values()) == {4}


def test_too_few_inspectors_too_many_objects_or_no_seed_are_refused() -> None:
    everything = frozenset(thing.number for thing in THINGS)
    with pytest.raises(InvalidValue) as refused:
        draw("seed", THINGS, [Inspector("1"), Inspector("2", everything)], count=1, team_size=2)
    assert refused.value.code == "too_few_inspectors"
    for seed, count in (("seed", 0), ("seed", len(THINGS) + 1), (" ", 1)):
        with pytest.raises(InvalidValue):
            draw(seed, THINGS, INSPECTORS, count=count, team_size=2)
