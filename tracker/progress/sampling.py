"""Double-random sampling (双随机抽查): which objects and which inspectors, from a seed anyone can run again. Pure.

Everything follows from SHA-256 of the seed, so that any language can repeat it. Objects are put in order by stratum
(city, industry, risk) and within it by hash; from a random start every N/n-th is taken. So every object has exactly the
same chance n/N, and every stratum gets its share, rounded up or down. The inspectors of an object are those of least hash
among all who have no conflict of interest with it, the least burdened first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from tracker.values.errors import InvalidValue

METHOD = "sha256-systematic-1"


@dataclass(frozen=True)
class Thing:
    """An object that may be drawn: its number, and what its stratum goes by."""

    number: str
    city: str
    industry: str = ""
    risk: str = ""

    @property
    def stratum(self) -> tuple[str, str, str]:
        """Whose share it counts to."""
        return (self.city, self.industry, self.risk)


@dataclass(frozen=True)
class Inspector:
    """Who may be sent: a number, and the objects (their numbers) in which they have an interest."""

    number: str
    conflicts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Visit:
    """A drawn object and who goes there."""

    thing: Thing
    team: tuple[str, ...]


def draw(
    seed: str, things: Sequence[Thing], inspectors: Sequence[Inspector], *, count: int, team_size: int
) -> list[Visit]:
    """The visits that follow from the seed; InvalidValue where too few may be sent to an object."""
    if not seed.strip():
        raise InvalidValue(_("请填写随机种子"), field="seed")
    if not 0 < count <= len(things):
        raise InvalidValue(
            _("抽取数量应在 1 与可抽取总数之间"), field="count", found=str(count), expected=f"1–{len(things)}"
        )
    burden = dict.fromkeys((inspector.number for inspector in inspectors), 0)
    return [Visit(thing, _team(seed, thing, inspectors, team_size, burden)) for thing in choose(seed, things, count)]


def choose(seed: str, things: Sequence[Thing], count: int) -> list[Thing]:
    """So many of the things, each with the same chance, each stratum with its share."""
    strata = sorted({thing.stratum for thing in things}, key=lambda stratum: rank(seed, "stratum", *stratum))
    place = {stratum: number for number, stratum in enumerate(strata)}
    ordered = sorted(things, key=lambda thing: (place[thing.stratum], rank(seed, "thing", thing.number)))
    total = len(ordered)
    # Taken wherever n·i/N plus the start passes a whole number; the start is one of N·2^64 equally likely ones.
    start = rank(seed, "start") % (total << 64)
    unit = total << 64
    return [
        thing
        for number, thing in enumerate(ordered)
        if ((number + 1) * (count << 64) + start) // unit > (number * (count << 64) + start) // unit
    ]


def rank(seed: str, *words: str) -> int:
    """The number a seed gives to something: SHA-256 of the seed and the words, joined by line feeds."""
    return int.from_bytes(sha256("\n".join((seed, *words)).encode()).digest(), "big")


def _team(
    seed: str, thing: Thing, inspectors: Sequence[Inspector], size: int, burden: dict[str, int]
) -> tuple[str, ...]:
    free = [inspector.number for inspector in inspectors if thing.number not in inspector.conflicts]
    if len(free) < size:
        raise InvalidValue(
            _("可派出的检查人员不足（须回避的除外）"),
            code="too_few_inspectors",
            field="team_size",
            found=str(len(free)),
        )
    team = sorted(free, key=lambda number: (burden[number], rank(seed, "inspector", thing.number, number)))[:size]
    for number in team:
        burden[number] += 1
    return tuple(team)
