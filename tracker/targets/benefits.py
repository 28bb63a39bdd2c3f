"""Benefits (淘汰成效) freed by each target: land, energy, SO₂, COD, workers placed; recorded once, summed in SQL."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tracker.audit.conflicts import change_seen
from tracker.audit.history import tracked
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.officers.visibility import ScopedQuerySet
from tracker.quotas.models import Plan
from tracker.regions.models import Industry, Region
from tracker.targets.models import Target
from tracker.values.errors import InvalidValue, StaleState

_ZERO = Decimal(0)
FIELDS = ("land", "energy", "so2", "cod", "workers")


@dataclass(frozen=True)
class Freed:
    """What one target frees: 亩, 吨标准煤, 吨, 吨, 人."""

    land: Decimal = _ZERO
    energy: Decimal = _ZERO
    so2: Decimal = _ZERO
    cod: Decimal = _ZERO
    workers: Decimal = _ZERO


class BenefitQuerySet(ScopedQuerySet["Benefit"]):
    """Questions asked of benefits."""


@tracked()
class Benefit(models.Model):
    """淘汰成效 of one target."""

    resource = "target"
    scope_column = "region_id"

    target = models.OneToOneField(Target, models.CASCADE, related_name="benefit", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    land = models.DecimalField(_("腾出土地（亩）"), max_digits=18, decimal_places=4, default=_ZERO)
    energy = models.DecimalField(_("节约能源（吨标准煤）"), max_digits=18, decimal_places=4, default=_ZERO)
    so2 = models.DecimalField(_("削减二氧化硫（吨）"), max_digits=18, decimal_places=4, default=_ZERO)
    cod = models.DecimalField(_("削减化学需氧量（吨）"), max_digits=18, decimal_places=4, default=_ZERO)
    workers = models.DecimalField(_("安置职工（人）"), max_digits=10, decimal_places=0, default=_ZERO)
    version = models.PositiveIntegerField(default=1)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        verbose_name = _("淘汰成效")
        constraints = [
            models.CheckConstraint(
                condition=Q(land__gte=0, energy__gte=0, so2__gte=0, cod__gte=0, workers__gte=0),
                name="benefit_not_negative",
            )
        ]

    def __str__(self) -> str:
        return str(self.target_id)


@transaction.atomic
def put_benefit(*, target: Target, freed: Freed, by: Officer, seen_version: int = 0) -> Benefit:
    """Record what a target frees, or correct what was recorded if nobody changed it since `seen_version`."""
    require(by, "change", "target", region=target.region_id)
    for name, value in asdict(freed).items():
        if value < 0:
            raise InvalidValue(_now("不能小于零"), field=name, found=str(value))
    known = Benefit.objects.filter(target=target).first()
    if known is not None:
        changed: Benefit = change_seen(known, seen_version=seen_version, changes=asdict(freed))
        return changed
    made, created = Benefit.objects.get_or_create(
        target=target, defaults={"region_id": target.region_id, **asdict(freed)}
    )
    if not created:
        raise StaleState(fields={}, version=made.version)
    return made


def benefit_lines(plan: Plan, officer: Officer, *, by: str) -> list[dict[str, Any]]:
    """What complete targets freed, a line per `city`, `county` or `industry`: how many are complete, how many recorded, the sums."""
    rows = Target.objects.visible_to(officer).filter(plan=plan, completed_on__isnull=False)
    key: Any = {
        "city": Concat(Left("region_id", 4), Value("00")),
        "county": F("region_id"),
        "industry": F("industry_id"),
    }[by]
    sums = {name: Sum(f"benefit__{name}", default=_ZERO) for name in FIELDS}
    grouped: Any = rows.annotate(key=key).order_by("key").values("key")
    lines = list(grouped.annotate(complete=Count("pk"), recorded=Count("benefit"), **sums))
    names = _names(by)
    return [{**line, "name": names.get(line["key"], line["key"])} for line in lines]


def total_of(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The last line: every figure added up, each in its own unit."""
    return {name: sum((line[name] for line in lines), start=_ZERO) for name in ("complete", "recorded", *FIELDS)}


def _names(by: str) -> dict[str, str]:
    rows: Any = Industry.objects.all() if by == "industry" else Region.objects.filter(level=by)
    return {one.pk: one.name for one in rows}
