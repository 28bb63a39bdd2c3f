"""Recipients (收件人): which officers are told of alerts, and of which regions.

Municipal and county officers get the list of their own region, provincial officers a summary by city. Who has no address
is told on the alerts page only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from tracker.jobs.kinds import MessageKind
from tracker.jobs.preferences import MailPreference, preferences_of
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.regions.models import Region

TOLD = (Role.MUNICIPAL, Role.COUNTY, Role.PROVINCIAL)


@dataclass(frozen=True)
class Circle:
    """A place, the beginnings of the region codes it answers for, and whether it is told in sums by city."""

    region: Region
    prefixes: tuple[str, ...]
    wants_summary: bool

    def covers(self, region_code: str) -> bool:
        """Whether alerts of a region are its business."""
        return region_code.startswith(self.prefixes)


@dataclass(frozen=True)
class Recipient:
    """An officer to be told, of what, and what they wish."""

    officer: Officer
    circle: Circle
    wishes: MailPreference

    @cached_property
    def wants_soon(self) -> bool:
        """Whether they are told of what is due soon, too."""
        return self.wishes.wants(MessageKind.DUE_SOON)

    @property
    def audience(self) -> tuple[str, tuple[str, ...], bool, bool]:
        """Those who share it read the same text."""
        return (self.officer.language, self.circle.prefixes, self.circle.wants_summary, self.wants_soon)


def recipients(regions: Iterable[Region]) -> list[Recipient]:
    """Every officer to be told, given all regions; a region answers for those it succeeded too."""
    officers = Officer.objects.filter(is_active=True, role__in=TOLD).exclude(email="").select_related("region")
    found = list(officers.order_by("pk"))
    wishes, circle = preferences_of(officer.pk for officer in found), circles(regions)
    return [Recipient(officer, circle(officer.region, officer.role), wishes[officer.pk]) for officer in found]


def circles(regions: Iterable[Region]) -> Callable[[Region, str], Circle]:
    """How the circle of a region and role is made, given all regions."""
    forerunners = defaultdict(list)
    for region in regions:
        if region.successor_id:
            forerunners[region.successor_id].append(region)
    return lambda region, role: Circle(region, _prefixes(region, forerunners), role == Role.PROVINCIAL)


def _prefixes(region: Region, forerunners: dict[str, list[Region]]) -> tuple[str, ...]:
    found = [region]
    for known in found:
        found += [before for before in forerunners[known.code] if before not in found]
    return tuple(sorted({known.pattern.removesuffix("%") for known in found}))
