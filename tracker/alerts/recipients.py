"""Recipients (收件人): which officers are told of alerts, and of which regions.

Municipal and county officers get the list of their own region, provincial officers a summary by city. Who has no address
is told on the alerts page only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tracker.jobs.kinds import MessageKind
from tracker.jobs.preferences import MailPreference, preferences_of
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.regions.models import Region

TOLD = (Role.MUNICIPAL, Role.COUNTY, Role.PROVINCIAL)


@dataclass(frozen=True)
class Recipient:
    """Who is to be told, with the beginnings of the region codes they answer for, and what they wish."""

    officer: Officer
    prefixes: tuple[str, ...]
    wishes: MailPreference

    def covers(self, region_code: str) -> bool:
        """Whether alerts of a region are this recipient's business."""
        return region_code.startswith(self.prefixes)

    @property
    def region(self) -> Region:
        """The place whose alerts they are told of."""
        return self.officer.region

    @cached_property
    def wants_summary(self) -> bool:
        """Whether the digest is a summary by city rather than a list of targets."""
        return self.officer.role == Role.PROVINCIAL

    @cached_property
    def wants_soon(self) -> bool:
        """Whether they are told of what is due soon, too."""
        return self.wishes.wants(MessageKind.DUE_SOON)

    @property
    def audience(self) -> tuple[str, tuple[str, ...], bool, bool]:
        """Those who share it read the same text."""
        return (self.officer.language, self.prefixes, self.wants_summary, self.wants_soon)


def recipients(regions: Iterable[Region]) -> list[Recipient]:
    """Every officer to be told, given all regions; a region answers for those it succeeded too."""
    forerunners = defaultdict(list)
    for region in regions:
        if region.successor_id:
            forerunners[region.successor_id].append(region)
    officers = Officer.objects.filter(is_active=True, role__in=TOLD).exclude(email="").select_related("region")
    found = list(officers.order_by("pk"))
    wishes = preferences_of(officer.pk for officer in found)
    return [Recipient(officer, _prefixes(officer.region, forerunners), wishes[officer.pk]) for officer in found]


def _prefixes(region: Region, forerunners: dict[str, list[Region]]) -> tuple[str, ...]:
    found = [region]
    for known in found:
        found += [before for before in forerunners[known.code] if before not in found]
    return tuple(sorted({known.pattern.removesuffix("%") for known in found}))
