"""Stories (进度经过): what befalls a target, as dated steps, and how officers take them through the targets room's verbs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fixtures.fiction import Fiction
from tracker.audit.acting import acting
from tracker.officers.models import Officer
from tracker.targets.models import Target
from tracker.targets.services import extend, move

LOCAL_VERBS = {"stop", "dismantle", "report"}


@dataclass(frozen=True)
class Step:
    """One step: a verb of the targets room on a day. For `extend`, `until` is the new due day."""

    verb: str
    on: date
    reason: str = ""
    until: date | None = None


Story = tuple[Step, ...]


def days(fiction: Fiction, first: date, last: date, count: int) -> list[date]:
    """Some days between two, in order."""
    span = max(0, (last - first).days)
    return [date.fromordinal(first.toordinal() + n) for n in sorted(fiction.between(0, span) for _ in range(count))]


def done(fiction: Fiction, first: date, last: date) -> Story:
    """Stopped, dismantled, reported."""
    return tuple(map(Step, ("stop", "dismantle", "report"), days(fiction, first, last, 3)))


def live(stories: Mapping[int, Story], cities: Mapping[str, Officer], province: Officer) -> None:
    """Take all steps: city by city, the local ones as the city's officer, the others as the province's."""
    targets: dict[str, dict[int, Target]] = defaultdict(dict)
    with acting(province.actor):
        for target in Target.objects.filter(pk__in=stories):
            targets[target.region_id[:4] + "00"][target.pk] = target
    for city, own in targets.items():
        left = {pk: list(stories[pk]) for pk in own}
        by = cities[city]
        while any(left.values()):
            for officer, local in ((by, True), (province, False)):
                with acting(officer.actor, reason="演示数据"):
                    for pk, steps in left.items():
                        own[pk] = _advance(own[pk], steps, officer, local=local)


def _advance(target: Target, steps: list[Step], officer: Officer, *, local: bool) -> Target:
    while steps and (steps[0].verb in LOCAL_VERBS) == local:
        target = _take(target, steps.pop(0), officer)
    return target


def _take(target: Target, step: Step, officer: Officer) -> Target:
    seen = target.version
    if step.until is not None:
        return extend(
            target=target, new_due_on=step.until, by=officer, on=step.on, reason=step.reason, seen_version=seen
        )
    return move(target=target, verb=step.verb, on=step.on, by=officer, seen_version=seen, reason=step.reason)
