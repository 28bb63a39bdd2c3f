"""The demo's survey (调研摸底): parameters of the invented facilities, larger ones beside them, runs of both editions, a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from tracker.audit.acting import acting
from tracker.catalogue.models import CatalogueEdition
from tracker.catalogue.services import CriterionRow, EntryRow, create_draft, put_entry
from tracker.management.demo.accounts import officer
from tracker.officers.models import Officer
from tracker.registry.models import Enterprise, Facility
from tracker.registry.services import YearFigures, put_year
from tracker.registry.surveying import SurveyRow, merge_surveys
from tracker.screening.models import ScreeningRun
from tracker.screening.services import run_screening

SURVEYED = date(2010, 5, 20)
RUNS = [("ZJ-PRE2010", date(2010, 5, 31)), ("ZJ-2010", date(2010, 6, 2))]
DRAFT = "ZJ-HIDES"
# What stands beside the backward lines: kind, name, parameters, capacity, unit. None of it falls.
MODERN = {
    "cement": ("cement-mill", "Φ3.8×13米水泥磨机", "磨机直径=3.8米；产品=水泥", "90", "万吨"),
    "leather": ("tanning-line", "年产45万标张制革生产线", "环保达标=是", "45", "万标张"),
    "dyeing": ("dyeing-line", "年产6000万米印染生产线", "环保达标=是", "6000", "万米"),
    "steelmaking": ("electric-arc-furnace", "60吨超高功率电炉", "炉容=60吨；炉子用途=炼钢；产品=钢", "50", "万吨"),
}
EVERY, MISSING = (
    4,
    12,
)  # one enterprise in four has a modern line too; of one line in twelve the parameters are not known
UNPLANNED = 5  # one cement works in five has a mill on no plan
_METRES = re.compile(r"Φ([0-9.]+)×")
_TONS = re.compile(r"^([0-9]+)吨")


def make_survey(today: date) -> int:
    """Survey, screen and draft, unless it was done; how many facilities were surveyed."""
    province = officer("province")
    with acting(province.actor, reason="演示数据"):
        if ScreeningRun.objects.exists():
            return 0
        chance = Random("survey")  # noqa: S311 - invention, not secrecy
        rows = [*_known(chance), *_modern(), *_doubles(), *_unplanned()]
        merge_surveys(rows=rows, by=province, on=SURVEYED, reason="2010年5月调研摸底")
        _years(province, chance)
        for code, on in [*RUNS, ("ZJ-2010", today)]:
            run_screening(edition=CatalogueEdition.objects.get(code=code), on=on, by=province)
        _draft(province)
    return len(rows)


def _known(chance: Random) -> Iterator[SurveyRow]:
    """What the registry has already, with parameters as their names tell them."""
    for facility in Facility.objects.filter(kind__isnull=False).select_related("enterprise").order_by("pk"):
        told = "" if chance.randrange(MISSING) == 0 else _parameters(facility)
        yield SurveyRow(
            region_id=facility.region_id,
            enterprise_name=facility.enterprise.name,
            credit_code=facility.enterprise.credit_code,
            industry_id=facility.industry_id,
            facility_name=facility.name,
            kind_id=facility.kind_id,
            parameters=told,
        )


def _parameters(facility: Facility) -> str:
    metres, tons = _METRES.search(facility.name), _TONS.search(facility.name)
    told = {
        "cement-mill": f"磨机直径={metres[1]}米；产品=水泥" if metres else "",
        "electric-arc-furnace": f"炉容={tons[1]}吨；炉子用途=炼钢；钢种=普钢；产品=钢" if tons else "",
        "special-steel-furnace": f"炉容={tons[1]}吨；炉子用途=炼钢；钢种=不锈钢；产品=钢" if tons else "",
        "paper-line": "制浆造纸原料=废纸",
    }
    return told.get(facility.kind_id or "", "")


def _modern() -> Iterator[SurveyRow]:
    for enterprise in Enterprise.objects.filter(industry__in=MODERN).order_by("pk")[::EVERY]:
        kind, name, told, capacity, unit = MODERN[enterprise.industry_id]
        yield SurveyRow(
            region_id=enterprise.region_id,
            enterprise_name=enterprise.name,
            credit_code=enterprise.credit_code,
            industry_id=enterprise.industry_id,
            facility_name=name,
            kind_id=kind,
            parameters=told,
            capacity=Decimal(capacity),
            capacity_unit=unit,
        )


def _doubles() -> Iterator[SurveyRow]:
    """Two enterprises entered again under slightly other names, as surveys by hand leave them."""
    for enterprise in Enterprise.objects.filter(industry="cement").order_by("pk")[:2]:
        yield SurveyRow(
            region_id=enterprise.region_id,
            enterprise_name=enterprise.name.replace("有限公司", "有限责任公司"),
            industry_id=enterprise.industry_id,
            facility_name="Φ1.83×7米水泥磨机",
            kind_id="cement-mill",
            parameters="磨机直径=1.83米；产品=水泥",
            capacity=Decimal("8.5"),
            capacity_unit="万吨",
        )


def _unplanned() -> Iterator[SurveyRow]:
    """Small old mills that fall under the catalogue and stand on no plan: what the price measures are for."""
    for enterprise in Enterprise.objects.filter(industry="cement").order_by("pk")[3::UNPLANNED]:
        yield SurveyRow(
            region_id=enterprise.region_id,
            enterprise_name=enterprise.name,
            credit_code=enterprise.credit_code,
            industry_id=enterprise.industry_id,
            facility_name="Φ1.5×5.7米水泥磨机",
            kind_id="cement-mill",
            parameters="磨机直径=1.5米；产品=水泥",
            capacity=Decimal("6.5"),
            capacity_unit="万吨",
        )


def _years(province: Officer, chance: Random) -> None:
    for enterprise in Enterprise.objects.order_by("pk")[::5]:
        land = Decimal(chance.randint(8, 120))
        figures = YearFigures(
            2009,
            output=land * chance.randint(40, 260),
            energy=Decimal(chance.randint(300, 28000)),
            water=Decimal(chance.randint(1, 90)),
            tax=land * chance.randint(1, 14),
            land=land,
        )
        put_year(enterprise=enterprise, figures=figures, by=province)


def _draft(province: Officer) -> None:
    """The worked example: the text before 2010 with tanneries raised from 30,000 to 200,000 hides, to be asked what-if."""
    before = CatalogueEdition.objects.get(code="ZJ-PRE2010")
    draft = create_draft(code=DRAFT, title="制革标准测算稿（3万标张提高到20万标张）", by=province, based_on=before)
    entry = draft.entries.get(industry="leather")
    row = EntryRow(
        entry.number,
        entry.tier,
        entry.kind,
        "leather",
        "年产20万标张以下制革",
        "年加工能力不足20万标张的制革",
        None,
        entry.citation,
    )
    criteria = [
        CriterionRow("facility_kind", "=", "tanning-line"),
        CriterionRow("annual_capacity", "<", "20", "万标张"),
    ]
    put_entry(edition=draft, row=row, criteria=criteria, by=province, entry=entry, seen_version=entry.version)
