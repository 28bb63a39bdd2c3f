"""Forms that name enterprises (企业名单、拆除验收情况): the list as it is published, and what became of each line of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from tracker.progress.inspection_tables import Inspection
from tracker.regions.naming import Name
from tracker.targets.enterprise_figures import enterprise_counts
from tracker.targets.figures import figures, kept_targets
from tracker.targets.models import StageFact
from tracker.targets.stages import Stage
from tracker.values.units import convert
from tracker.workbooks.forms.layout import Filled, FormColumn, Line, Look
from tracker.workbooks.forms.places import cities_of, filled, inside, sums_by_unit
from tracker.workbooks.forms.reporting import Asked, ReportForm

NUMERALS = "一二三四五六七八九十"
_NAMED = "淘汰生产线（设备）"
_UNITS = "淘汰产能按各行业标题所列计量单位填写；同一企业有多条生产线的分行填写。"
_LIST = (
    FormColumn("序号", 6),
    FormColumn("设区市", 12),
    FormColumn("县（市、区）", 12),
    FormColumn("企业名称", 34),
    FormColumn("型号", 30, _NAMED),
    FormColumn("数量", 10, _NAMED),
    FormColumn("淘汰产能", 14),
    FormColumn("完成期限", 12),
    FormColumn("备注", 24),
)
_FATE = (
    FormColumn("序号", 6),
    FormColumn("设区市", 10),
    FormColumn("县（市、区）", 11),
    FormColumn("企业名称", 30),
    FormColumn("型号", 26, _NAMED),
    FormColumn("数量", 8, _NAMED),
    FormColumn("数量", 12, "淘汰产能"),
    FormColumn("单位", 10, "淘汰产能"),
    FormColumn("关停", 12, "完成日期"),
    FormColumn("拆除", 12, "完成日期"),
    FormColumn("报告完成", 12, "完成日期"),
    FormColumn("日期", 12, "现场验收"),
    FormColumn("意见", 30, "现场验收"),
)


def _targets(asked: Asked) -> QuerySet[Any]:
    rows = kept_targets(asked.plan, asked.by, asked.as_of).filter(inside(asked))
    return rows.select_related("enterprise", "facility", "region", "industry")


def _count(target: Any) -> str | None:
    return f"{target.equipment_count:f}{target.equipment_unit}" if target.equipment_count is not None else None


def _names(asked: Asked) -> Filled:
    rows = _targets(asked).order_by("industry_id", "region_id", "enterprise__name", "pk")
    return filled(
        asked,
        NAMES,
        _LIST,
        _blocks(asked, rows),
        notes=[_UNITS],
    )


def _blocks(asked: Asked, rows: QuerySet[Any]) -> Iterator[Line]:
    """A block an industry, in the industry's unit, with its sums as the database adds them."""
    cities, number = cities_of(), 0
    enterprises = enterprise_counts(asked.plan, asked.by, asked.as_of, asked.region)
    told = figures(asked.plan, asked.by, asked.as_of, level=asked.region.level)
    sums = {line.industry_id: line for line in told if line.region_id == asked.region.code}
    for block, (industry, targets) in enumerate(groupby(rows.iterator(1000), key=lambda target: target.industry)):
        yield Line(
            [f"{NUMERALS[block] if block < len(NUMERALS) else block + 1}、{industry.name}（单位：{industry.unit}）"],
            Look.HEADING,
        )
        for target in targets:
            number += 1
            amount = convert(target.amount, target.unit, industry.unit)
            place = (cities[target.region.city_code], target.region.name)
            yield Line(
                [
                    number,
                    *place,
                    target.enterprise.name,
                    target.facility.name,
                    _count(target),
                    amount,
                    target.due_on,
                    target.remark or None,
                ]
            )
        n, line = enterprises[industry.pk].listed, sums[industry.pk]
        words = f"{n} 家企业，{line.targets} 个项目"
        yield Line(["小计", None, None, words, None, None, line.covered, None, None], Look.SUM)


def _fates(asked: Asked) -> Filled:
    finished = _targets(asked).filter(completed_on__lte=asked.as_of)
    dated = finished.annotate(
        stopped=_day(Stage.STOPPED),
        dismantled=_day(Stage.DISMANTLED),
        opinion=Subquery(_opinions().values("opinion")[:1]),
    )
    rows = dated.order_by("region_id", "enterprise__name", "pk")
    return filled(
        asked, ACCEPTED, _FATE, [*_fate_lines(rows), *sums_by_unit(finished, "amount", "unit", len(_FATE), at=6)]
    )


def _fate_lines(rows: QuerySet[Any]) -> Iterator[Line]:
    cities = cities_of()
    for number, one in enumerate(rows.iterator(1000), 1):
        yield Line(
            [
                number, cities[one.region.city_code], one.region.name, one.enterprise.name, one.facility.name, _count(one),
                one.amount, one.unit, one.stopped, one.dismantled, one.completed_on, one.accepted_on, one.opinion or None,
            ]
        )  # fmt: skip


def _day(stage: Stage) -> Subquery:
    facts = StageFact.objects.filter(target=OuterRef("pk"), stage=stage, voided=False)
    return Subquery(facts.order_by("-on", "-pk").values("on")[:1])


def _opinions() -> QuerySet[Inspection]:
    """What the accepting inspection of a target said."""
    done = Inspection.objects.filter(target=OuterRef("pk"), kind=Inspection.Kind.ONSITE, state=Inspection.State.DONE)
    return done.order_by("-held_on", "-pk")


NAMES = ReportForm(
    "names",
    Name("附件1", "Annex 1"),
    Name("淘汰落后产能企业名单", "List of enterprises eliminating backward capacity"),
    _("企业、生产线（设备）型号及数量、产能，分行业列出并小计"),
    _("四月底前分解落实到企业并公布"),
    _names,
)
ACCEPTED = ReportForm(
    "acceptance",
    Name("附件4", "Annex 4"),
    Name("落后产能拆除和验收情况表", "Dismantling and acceptance of backward capacity"),
    _("逐个项目的关停、拆除、报告、验收日期和验收意见"),
    _("次年一月五日前报送"),
    _fates,
)
