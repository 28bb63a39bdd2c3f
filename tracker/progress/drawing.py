"""Drawing by lot (双随机): which accepted targets the province visits, with whom; by a seed nobody can choose.

First everything is announced and frozen: who and what may be drawn, how many, and a public event yet to come (a lottery's
numbers of a named day). Then, once the event has happened, the seed is the SHA-256 of the announcement's digest and the
event's outcome. Whoever announces does not know the outcome; whoever draws can change nothing. See docs/decisions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.progress import sampling
from tracker.progress.candidates import inspectors_of, things_of
from tracker.progress.inspection_tables import Draw, DrawAnnouncement
from tracker.progress.sampling import METHOD, Inspector, Thing, Visit
from tracker.progress.visiting import plan_visits
from tracker.quotas.models import Plan
from tracker.values.errors import IllegalState, InvalidValue

SMALLEST_TEAM = 2


@dataclass(frozen=True)
class Announced:
    """What is settled before the lot is drawn: how many, teams of how many, the public event and its day, the first visit."""

    count: int
    event: str
    event_on: date
    planned_on: date
    team_size: int = SMALLEST_TEAM


@transaction.atomic
def announce_draw(
    *, plan: Plan, announced: Announced, roster: Sequence[Officer], by: Officer, on: date
) -> DrawAnnouncement:
    """抽签公告: freeze what may be drawn and who may be sent, and name an event that lies ahead."""
    require(by, "draw", "inspection")
    _check(announced, on)
    things, inspectors = things_of(plan), inspectors_of(plan, roster)
    sampling.draw(
        "trial", things, inspectors, count=announced.count, team_size=announced.team_size
    )  # it will be possible
    settled = {
        "count": announced.count, "team_size": announced.team_size, "method": METHOD, "event": announced.event.strip(),
        "things": [asdict(thing) for thing in things],
        "inspectors": [{"number": one.number, "conflicts": sorted(one.conflicts)} for one in inspectors],
    }  # fmt: skip
    digest = digest_of({**settled, "event_on": str(announced.event_on), "plan": plan.code, "announced_on": str(on)})
    return DrawAnnouncement.objects.create(
        plan=plan, digest=digest, event_on=announced.event_on, planned_on=announced.planned_on, announced_by=by,
        announced_on=on, **settled,
    )  # fmt: skip


@transaction.atomic
def draw_announced(*, announcement: DrawAnnouncement, outcome: str, by: Officer, on: date) -> Draw:
    """Draw by the outcome of the public event, once for each announcement, and plan the inspections."""
    require(by, "draw", "inspection")
    if on < announcement.event_on:
        raise IllegalState(_("公开事件尚未发生"), state="announced", until=str(announcement.event_on))
    if Draw.objects.filter(announcement=announcement).exists():
        raise IllegalState(_("该公告已经抽签"), state="drawn")
    if not plain_outcome(outcome):
        raise InvalidValue(_("请填写公开事件的结果"), field="outcome", found=outcome)
    seed = seed_of(announcement.digest, outcome)
    visits = _visits(announcement, seed)
    drawn = Draw.objects.create(
        plan_id=announcement.plan_id, announcement=announcement, outcome=outcome.strip(), seed=seed,
        method=announcement.method, count=announcement.count, team_size=announcement.team_size, drawn_by=by, drawn_on=on,
        things=announcement.things, inspectors=announcement.inspectors,
        visits=[{"number": visit.thing.number, "team": list(visit.team)} for visit in visits],
    )  # fmt: skip
    plan_visits(drawn, visits, first=max(announcement.planned_on, on), by=by)
    return drawn


def seed_of(digest: str, outcome: str) -> str:
    """The seed: SHA-256 of the announcement's digest, a line feed, and the outcome without signs and spaces."""
    return sha256(f"{digest}\n{plain_outcome(outcome)}".encode()).hexdigest()


def plain_outcome(outcome: str) -> str:
    """An outcome as everybody would write it: its digits and letters only, so that commas and blanks don't matter."""
    return re.sub(r"[\W_]", "", outcome).upper()


def digest_of(settled: dict[str, Any]) -> str:
    """SHA-256 of what was settled, as JSON with sorted keys and no blanks."""
    return sha256(json.dumps(settled, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def settled_of(announcement: DrawAnnouncement) -> dict[str, Any]:
    """What the digest was made of, for whoever makes it again."""
    names = ("count", "team_size", "method", "event", "things", "inspectors")
    dates = {"event_on": str(announcement.event_on), "announced_on": str(announcement.announced_on)}
    return {**{name: getattr(announcement, name) for name in names}, **dates, "plan": announcement.plan.code}


def holds(drawn: Draw) -> bool:
    """Whether announcement, seed and visits follow from one another, all of it worked out again."""
    announcement = drawn.announcement
    again = [{"number": visit.thing.number, "team": list(visit.team)} for visit in _visits(drawn, drawn.seed)]
    if announcement is None:  # drawn before lots were announced
        return bool(again == drawn.visits)
    frozen = all(getattr(drawn, name) == getattr(announcement, name) for name in ("things", "inspectors", "count"))
    right = frozen and digest_of(settled_of(announcement)) == announcement.digest
    return bool(right and seed_of(announcement.digest, drawn.outcome) == drawn.seed and again == drawn.visits)


def _visits(announcement: DrawAnnouncement | Draw, seed: str) -> list[Visit]:
    things = [Thing(**thing) for thing in announcement.things]
    inspectors = [Inspector(one["number"], frozenset(one["conflicts"])) for one in announcement.inspectors]
    return sampling.draw(seed, things, inspectors, count=announcement.count, team_size=announcement.team_size)


def _check(announced: Announced, on: date) -> None:
    if not announced.event.strip():
        raise InvalidValue(_("请写明用哪一个公开事件"), field="event")
    if announced.event_on <= on:
        raise InvalidValue(
            _("公开事件须在公告之后"), field="event_on", found=str(announced.event_on), expected=f"> {on}"
        )
    if announced.planned_on <= announced.event_on:
        raise InvalidValue(_("检查须在抽签之后"), field="planned_on", expected=f"> {announced.event_on}")
    if announced.team_size < SMALLEST_TEAM:
        raise InvalidValue(_("检查组至少两人"), field="team_size", expected=f"≥ {SMALLEST_TEAM}")
