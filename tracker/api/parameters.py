"""Query parameters (查询参数): only the known ones, once each, and the two clocks `as_of` and `known_at`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from tracker.values import dates
from tracker.values.errors import InvalidValue

_LONGEST = 500
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Clocks:
    """As of which business day, and as known at which moment, an answer is meant; they are never mixed."""

    as_of: date
    known_at: datetime
    past_day: bool = False
    past_record: bool = False

    def stamp(self) -> dict[str, str]:
        """The two clocks as every answer repeats them."""
        return {"as_of": self.as_of.isoformat(), "known_at": self.known_at.astimezone(dates.SHANGHAI).isoformat()}


def check_names(request: Request, allowed: Iterable[str]) -> None:
    """InvalidValue that names the first unknown, repeated or unstorable parameter, and those there are."""
    known = sorted(allowed)
    for name, values in request.query_params.lists():
        if name not in known:
            message = _("未知的查询参数“%(name)s”，可用参数：%(known)s")
            raise InvalidValue(
                message % {"name": name[:50], "known": "、".join(known) or _("无")},
                code="unknown_parameter",
                field=name[:50],
                expected=" ".join(known),
            )
        if len(values) > 1:
            raise InvalidValue(_("查询参数“%(name)s”重复") % {"name": name}, code="repeated_parameter", field=name)
        if "\0" in values[0] or len(values[0]) > _LONGEST:
            raise InvalidValue(_("查询参数“%(name)s”的值过长或含有非法字符") % {"name": name}, field=name)


def read_clocks(request: Request) -> Clocks:
    """The clocks a request asks for: today and now unless it says otherwise."""
    day, moment = request.query_params.get("as_of"), request.query_params.get("known_at")
    if day is not None and moment is not None:
        message = _("as_of（业务日期）与 known_at（记录时间）不能同时使用：请分别查询")
        raise InvalidValue(message, code="mixed_clocks", field="known_at")
    if day is not None:
        return Clocks(read_day(day, "as_of"), timezone.now(), past_day=True)
    if moment is not None:
        then = read_moment(moment, "known_at")
        return Clocks(then.astimezone(dates.SHANGHAI).date(), then, past_record=True)
    return Clocks(dates.today(), timezone.now())


def read_day(text: str, field: str) -> date:
    """A day written 2010-09-15, within the years the system can know."""
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        day = None
    if day is None or not _FIRST_DAY <= day <= _LAST_DAY:
        message = _("%(field)s 应为 2000-01-01 至 2100-12-31 之间的日期，例如 2010-09-15")
        raise InvalidValue(message % {"field": field}, field=field, found=text[:40])
    return day


def read_moment(text: str, field: str) -> datetime:
    """A past moment with its time zone; a `+` that the address turned into a space is put back."""
    written = re.sub(r" (?=[0-9]{2}:?[0-9]{2}$)", "+", text)
    try:
        moment = datetime.fromisoformat(written) if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", written) else None
        if moment is None or moment.tzinfo is None or moment.date() < _FIRST_DAY or moment > timezone.now():
            raise ValueError(text)
    except (ValueError, OverflowError):
        message = _("%(field)s 应为带时区且不晚于现在的时间，例如 2010-09-15T08:00:00+08:00")
        raise InvalidValue(message % {"field": field}, field=field, found=text[:40]) from None
    return moment
