"""What a photo's time and place say (拍摄时间与地点核对): against the target's days, and against its other photos. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from django.utils.translation import gettext as _

from tracker.values.dates import SHANGHAI

# Photos before, during and after are taken from the same place; a works site is smaller than this.
SAME_SITE_METRES = 1000
# The province and a little around it: south, north, west, east.
_PROVINCE = (Decimal("27.0"), Decimal("31.3"), Decimal("118.0"), Decimal("123.5"))
_EARTH = 6_371_000


@dataclass(frozen=True)
class Shot:
    """One photo as far as it is compared."""

    kind: str
    taken_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None

    @property
    def day(self) -> date | None:
        """The day it was taken."""
        return self.taken_at.astimezone(SHANGHAI).date() if self.taken_at else None


def doubts(shot: Shot, others: Iterable[Shot], *, dismantled_on: date | None, added_on: date) -> list[str]:
    """What an inspector should ask about a photo; empty where nothing strikes."""
    return [*_of_time(shot, dismantled_on, added_on), *_of_place(shot, others)]


def _of_time(shot: Shot, dismantled_on: date | None, added_on: date) -> list[str]:
    if shot.day is None:
        return [_("照片没有拍摄时间")]
    found = []
    if shot.day > added_on:
        found.append(_("拍摄时间晚于上传时间"))
    if dismantled_on and shot.kind == "photo_before" and shot.day > dismantled_on:
        found.append(_("拆除前照片拍摄于拆除之后"))
    if dismantled_on and shot.kind == "photo_after" and shot.day < dismantled_on:
        found.append(_("拆除后照片拍摄于拆除之前"))
    return found


def _of_place(shot: Shot, others: Iterable[Shot]) -> list[str]:
    if shot.latitude is None or shot.longitude is None:
        return [_("照片没有拍摄地点")]
    south, north, west, east = _PROVINCE
    if not (south <= shot.latitude <= north and west <= shot.longitude <= east):
        return [_("拍摄地点不在本省")]
    away = [metres(shot, other) for other in others if other.latitude is not None and other.longitude is not None]
    if away and max(away) > SAME_SITE_METRES:
        return [_("与本项目其他照片的拍摄地点相距 %(metres)d 米") % {"metres": max(away)}]
    return []


def metres(one: Shot, other: Shot) -> int:
    """The distance between two photos that have a place, along the earth."""
    north, east, south, west = (radians(float(value or 0)) for value in (
        one.latitude, one.longitude, other.latitude, other.longitude
    ))  # fmt: skip
    half = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin((east - west) / 2) ** 2
    return round(2 * _EARTH * asin(sqrt(half)))
