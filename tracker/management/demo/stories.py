"""Stories (进度经过): what befalls a target, as dated steps, and how officers take them through the targets room's verbs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from fixtures.fiction import Fiction
from tracker.audit.acting import acting
from tracker.management.demo.accounts import officer as account
from tracker.management.demo.evidence import Wanted, supply
from tracker.officers.models import Officer
from tracker.targets.models import Target
from tracker.targets.services import extend, move
from tracker.targets.stages import MOVES

LOCAL_VERBS = {"stop", "dismantle", "report"}


@dataclass(frozen=True)
class Step:
    """One step: a verb of the targets room on a day. For `extend`, `until` is the new due day."""

    verb: str
    on: date
    reason: str = ""
    until: date | None = None


Story = tuple[Step, ...]
Crew = tuple[Officer, Officer, Officer]  # county, city, province


def days(fiction: Fiction, first: date, last: date, count: int) -> list[date]:
    """Some days between two, in order."""
    span = max(0, (last - first).days)
    return [date.fromordinal(first.toordinal() + n) for n in sorted(fiction.between(0, span) for _ in range(count))]


def done(fiction: Fiction, first: date, last: date) -> Story:
    """Stopped, dismantled, reported."""
    return tuple(map(Step, ("stop", "dismantle", "report"), days(fiction, first, last, 3)))


def live(stories: Mapping[int, Story], cities: Mapping[str, Officer], province: Officer) -> None:
    """Take all steps, city by city: each as the officer whose step it is, with the evidence it asks for."""
    targets: dict[str, dict[int, Target]] = defaultdict(dict)
    with acting(province.actor):
        county = account("fuyang")
        for target in Target.objects.filter(pk__in=stories):
            targets[target.region_id[:4] + "00"][target.pk] = target
    for city, own in targets.items():
        left = {pk: list(stories[pk]) for pk in own}
        crew = (county, cities[city], province)
        while any(left.values()):
            for officer in crew:
                with acting(officer.actor, reason="演示数据"):
                    _advance(own, left, officer, crew)


def _advance(own: dict[int, Target], left: dict[int, list[Step]], officer: Officer, crew: Crew) -> None:
    """Take the steps that are this officer's next."""
    mine = {pk: _next_of(own[pk], steps, officer, crew) for pk, steps in left.items()}
    supply(
        (Wanted(own[pk], kind, step.on) for pk, steps in mine.items() for step in steps for kind in _asked(step)),
        officer,
    )
    for pk, steps in mine.items():
        for step in steps:
            own[pk] = _take(own[pk], step, officer)
        del left[pk][: len(steps)]


def _next_of(target: Target, steps: list[Step], officer: Officer, crew: Crew) -> list[Step]:
    return list(takewhile(lambda step: _doer(target, step, crew) == officer, steps))


def _asked(step: Step) -> tuple[str, ...]:
    if step.verb == "accept":  # the photos and the certificate came with the moves before
        return ("acceptance",)
    return MOVES.moves[step.verb].evidence if step.verb in MOVES.moves else ()


def _doer(target: Target, step: Step, crew: Crew) -> Officer:
    """Where there is a county officer, the county reports and the city accepts; elsewhere the city and the province."""
    county, city, province = crew
    in_county = county.covers(target.region_id)
    if step.verb in LOCAL_VERBS:
        return county if in_county else city
    return city if in_county and step.verb == "accept" else province


def _take(target: Target, step: Step, officer: Officer) -> Target:
    seen = target.version
    if step.until is not None:
        return extend(
            target=target, new_due_on=step.until, by=officer, on=step.on, reason=step.reason, seen_version=seen
        )
    return move(target=target, verb=step.verb, on=step.on, by=officer, seen_version=seen, reason=step.reason)
