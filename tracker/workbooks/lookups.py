"""Lookups (对照): the accepted names of regions, industries, units and departments, prepared once for a whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from tracker.values.units import ALIASES, CAPACITY_UNITS, EQUIPMENT_UNITS
from tracker.workbooks.plaintext import plain

OFFERED = 12  # choices named where one is expected; a longer list is in the template's drop-down

# Whether a name can be what a mistyped text meant.
Resembles = Callable[[str, str], bool]


def _any_name(_text: str, _name: str) -> bool:
    """Every name that is spelled alike may be meant."""
    return True


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value the database knows (a code, a unit's name), its label, and where it belongs (a county's city)."""

    value: Any
    label: str
    parent: Any = None


class Source:
    """The options of one choice column, found by any accepted name."""

    def __init__(
        self, options: Iterable[Option], aliases: Mapping[str, Any] | None = None, resembles: Resembles = _any_name
    ) -> None:
        self.options = self.offered = list(options)
        self.resembles = resembles
        self.by_value = {option.value: option for option in self.options}
        self._named: dict[str, list[Option]] = {}
        for option in self.options:
            self._add(option.label, option)
            self._add(str(option.value), option)
        for name, value in (aliases or {}).items():
            self._add(name, self.by_value[value])

    def also(self, name: str, value: Any) -> None:
        """Accept one more name for an option."""
        self._add(name, self.by_value[value])

    def write_as(self, value: Any, other: Any) -> None:
        """Write a value that is no choice itself by the name of one that stands for it; its own text leads there too."""
        standing = self.by_value[other]
        self.by_value.setdefault(value, Option(value, standing.label, standing.parent))
        self._add(str(value), standing)

    def understand(self, option: Option) -> None:
        """Read and write an option by its own name and code, without offering it."""
        self.by_value.setdefault(option.value, option)
        if not self.find(option.label):
            self._add(option.label, option)
        self._add(str(option.value), option)

    def offer(self, fits: Callable[[Option], bool]) -> None:
        """Put only some options into drop-downs and errors; the others are still understood."""
        self.offered = [option for option in self.options if fits(option)]

    def find(self, text: str) -> list[Option]:
        """The options a text names: one, none, or several where the name is shared."""
        return self._named.get(plain(text), [])

    def nearest(self, text: str) -> list[str]:
        """Labels a mistyped text may have meant."""
        wanted = plain(text)
        close = list(get_close_matches(wanted, self._named, n=3, cutoff=0.5))
        close += [name for name in self._named if wanted and (wanted in name or name in wanted)]
        meant = (option for name in close if self.resembles(wanted, name) for option in self._named[name])
        return list(dict.fromkeys(option.label for option in meant if option in self.offered))[:3]

    @property
    def labels(self) -> list[str]:
        """The labels offered, in the order given."""
        return list(dict.fromkeys(option.label for option in self.offered))

    def choices(self) -> str:
        """The labels in words, as many as can be taken in at a glance."""
        labels = self.labels
        named = "、".join(labels[:OFFERED])
        if len(labels) <= OFFERED:
            return named
        return _("%(named)s……共 %(count)d 项，见模板的下拉列表") % {"named": named, "count": len(labels)}

    def _add(self, name: str, option: Option) -> None:
        named = self._named.setdefault(plain(name), [])
        if option not in named:
            named.append(option)


def _units(names: list[str], aliases: Mapping[str, str]) -> Source:
    return Source(
        [Option(name, name) for name in names], {alias: name for alias, name in aliases.items() if name in names}
    )


def capacity_units() -> Source:
    """Units of capacity; `tracker.values.units` is where they are known."""
    return _units(CAPACITY_UNITS, ALIASES)


def equipment_units() -> Source:
    """Units equipment is counted in."""
    return _units(EQUIPMENT_UNITS, ALIASES)


# Reads the text of a cell with the row's other values at hand; InvalidValue where it can't be read with certainty.
Reading = Callable[[str, Mapping[str, Any]], object]


@dataclass
class Lookups:
    """Everything the validator asks about. `territory` names the code prefixes the officer may write for ("" is everywhere)."""

    sources: dict[str, Source]
    industry_bases: Mapping[Any, frozenset[str]] = field(default_factory=dict)  # industry value → bases of its units
    defaults: Mapping[str, Any] = field(
        default_factory=dict
    )  # column → value where the cell is blank (the plan's deadline)
    territory: tuple[str, ...] = ("",)
    readings: Mapping[str, Reading] = field(default_factory=dict)  # column → says whether its text can be read

    def __post_init__(self) -> None:
        self.sources.setdefault("capacity_unit", capacity_units())
        self.sources.setdefault("equipment_unit", equipment_units())

    def label(self, source: str, value: Any) -> str:
        """How a stored value is written in a sheet."""
        option = self.sources[source].by_value.get(value) if source in self.sources else None
        return option.label if option else "" if value is None else str(value)
