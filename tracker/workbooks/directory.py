"""The names a file may use (名称对照), taken from the database: regions as of the plan's date, industries, departments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.db.models import F, TextChoices
from django.utils.translation import override

from tracker.catalogue.models import FacilityKind
from tracker.enforcement.order_tables import Order
from tracker.incentives.award_tables import Purpose
from tracker.incentives.award_tables import Source as AwardSource
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.regions.models import Industry, Organisation, Region, RegionAlias
from tracker.registry.models import Enterprise, Facility
from tracker.registry.statistics import STATISTIC_UNITS, Indicator, Nature
from tracker.registry.vocabulary import parameters
from tracker.targets.stages import Stage, stages_reported_by
from tracker.values.units import unit_named
from tracker.workbooks.lookups import Lookups, Option, Reading, Source


def lookups_of(officer: Officer, plan: Plan) -> Lookups:
    """Everything the validator asks about, for one officer and plan."""
    industries = list(Industry.objects.prefetch_related("aliases"))
    territory = tuple(pattern.removesuffix("%") for pattern in officer.scope)
    return Lookups(
        sources={
            "city": _regions(plan.deadline, territory, Region.Level.CITY),
            "county": _regions(plan.deadline, territory, Region.Level.COUNTY),
            "region": _regions(plan.deadline, territory, *Region.Level.values),
            "industry": _industries(industries),
            "organisation": _organisations(),
            "order": _orders(officer),
            "stage": _stages(officer),
            "ownership": _choices(Enterprise.Ownership),
            "facility_status": _choices(Facility.Status),
            "facility_kind": _kinds(),
            "award_source": _choices(AwardSource),
            "award_purpose": _choices(Purpose),
            "indicator": _choices(Indicator),
            "nature": _choices(Nature),
            "statistic_unit": Source(Option(name, name) for name in STATISTIC_UNITS),
        },
        industry_bases={industry.pk: frozenset({unit_named(industry.unit).base}) for industry in industries},
        defaults={"deadline": plan.deadline},
        territory=territory,
        readings={"parameters": _reading_of_parameters()},
    )


def _regions(on: date, territory: tuple[str, ...], *levels: str) -> Source:
    """Regions of some levels valid on a day; names of other times lead to the region that stood for them on that day.

    All are understood, the officer's own (and the city theirs lies in) are offered.
    """
    everything = {region.code: region for region in Region.objects.filter(level__in=levels)}
    valid = {region.code for region in Region.objects.filter(level__in=levels).valid_on(on)}
    source = Source(Option(code, everything[code].name, everything[code].parent_id) for code in sorted(valid))
    cities = tuple(pattern[:4] for pattern in territory) if levels == (Region.Level.CITY,) else territory
    if cities:
        source.offer(lambda option: option.value.startswith(cities))
    for code in valid:
        source.also(everything[code].short_name, code)
    for region in (one for one in everything.values() if one.code not in valid):
        stands_for = _valid_one(region, everything, valid)
        if stands_for is None:  # began later, out of parts of several: what lies there keeps it
            source.understand(Option(region.code, region.name, region.parent_id))
            continue
        source.write_as(region.code, stands_for)
        if not source.find(region.name):
            source.also(region.name, stands_for)
    for alias, code in RegionAlias.objects.filter(region__level__in=levels).values_list("alias", "region_id"):
        stands_for = code if code in valid else _valid_one(everything[code], everything, valid)
        if stands_for:
            source.also(alias, stands_for)
    return source


def _valid_one(region: Region, everything: dict[str, Region], valid: set[str]) -> str | None:
    """The region valid on the day that a region of another day became, or came from; None where there is no single one."""
    ahead = region
    while ahead.successor_id and ahead.code not in valid:
        ahead = everything[ahead.successor_id]
    if ahead.code in valid:
        return ahead.code
    behind = [other.code for other in everything.values() if other.successor_id == region.code and other.code in valid]
    return behind[0] if len(behind) == 1 else None


def _industries(industries: list[Industry]) -> Source:
    aliases = {alias.alias: industry.pk for industry in industries for alias in industry.aliases.all()}
    return Source([Option(industry.pk, industry.name) for industry in industries], aliases)


def _choices(choices: type[TextChoices], aliases: Mapping[str, str] = MappingProxyType({})) -> Source:
    """Choices as sheets write them, in Chinese whatever the reader's language; their English names are understood too."""
    with override("zh-hans"):
        source = Source([Option(str(value), str(label)) for value, label in choices.choices], aliases)
    with override("en"):
        for value, label in choices.choices:
            source.also(str(label), str(value))
    return source


def _kinds() -> Source:
    kinds = list(FacilityKind.objects.all())
    return Source([Option(kind.pk, kind.name) for kind in kinds], {kind.name_en: kind.pk for kind in kinds})


def _reading_of_parameters() -> Reading:
    known = parameters()
    return lambda text, row: known.read(text, row.get("facility_kind"))


def _stages(officer: Officer) -> Source:
    """All stages are understood; offered are those the officer's own reports lead to."""
    aliases = {"已停产": Stage.STOPPED, "关停": Stage.STOPPED, "停产": Stage.STOPPED, "已断电": Stage.CUT_OFF}
    aliases |= {"拆除": Stage.DISMANTLED, "已完成": Stage.REPORTED, "验收": Stage.ACCEPTED}
    source = _choices(Stage, aliases)
    own = stages_reported_by(officer)
    source.offer(lambda option: option.value in own)
    return source


def _orders(officer: Officer) -> Source:
    """The orders issued to a department, by their numbers: those still to be executed on top of the drop-down."""
    if not officer.own_organisation:
        return Source([])
    issued = Order.objects.visible_to(officer).exclude(number="")
    rows = issued.order_by(F("executed_on").desc(nulls_first=True), "due_on", "pk").values_list("number", flat=True)
    return Source(Option(number, number) for number in rows)


def _organisations() -> Source:
    """Departments by full and short name: a government or a utility leads no industry's elimination."""
    departments = list(Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT))
    source = Source((Option(each.pk, each.name) for each in departments), resembles=_of_one_level)
    for each in departments:
        source.also(each.short_name, each.pk)
    return source


def _of_one_level(text: str, name: str) -> bool:
    """A city's or county's department (市经委) is never what a provincial one's name was meant to be, however alike they sound."""
    level = next((character for character in text if character in "省市县区"), "省")
    return level == "省" or level in name
