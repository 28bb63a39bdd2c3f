"""The demo's incentives (奖补与置换演示): awards for what was accepted in 2010, and projects that use its capacity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tracker.audit.acting import acting
from tracker.incentives.award_tables import Award, Source
from tracker.incentives.awarding import AwardRow, merge_awards
from tracker.incentives.replacing import Project, use_capacity, withdraw_replacement
from tracker.management.demo.accounts import city_officers, officer
from tracker.officers.models import Officer
from tracker.regions.models import Region
from tracker.targets.models import Target

PLAN, ANNOUNCED, PAID = "ZJ-2010", date(2011, 3, 21), date(2011, 4, 29)
PURPOSES = ("workers", "assets", "transformation")
PROJECTS = (("示例日产5000吨新型干法水泥项目", "330500", "1"), ("示例水泥粉磨站技改项目", "330200", "1.25"),
            ("示例已取消的粉磨项目", "330700", "1"))  # fmt: skip


def make_incentives() -> int:
    """Grant and replace, unless it was done; how many awards."""
    province = officer("province")
    with acting(province.actor, reason="演示数据"):
        if Award.objects.exists():
            return 0
        related = ("plan", "enterprise", "facility", "region")
        accepted = Target.objects.accepted().filter(plan__code=PLAN)
        targets = list(accepted.select_related(*related).order_by("region_id", "pk"))
        rows = [_row(target, place, "central") for place, target in enumerate(targets[::4])]
        rows += [_row(target, place, "provincial") for place, target in enumerate(targets[::6])]
        merge_awards(plan=targets[0].plan, rows=rows, by=province)
        _replace(targets, province)
    for code, city in city_officers().items():
        own = [target for target in targets if target.region.city_code == code][:2]
        with acting(city.actor, reason="演示数据"):
            merge_awards(plan=targets[0].plan, rows=[_row(one, 0, "municipal") for one in own], by=city)
    with acting(province.actor):
        return Award.objects.count()


def _row(target: Target, place: int, source: str) -> AwardRow:
    share = {"central": Decimal("1.5"), "provincial": Decimal("0.8"), "municipal": Decimal("0.5")}[source]
    return AwardRow(
        enterprise_name=target.enterprise.name, credit_code=target.enterprise.credit_code,
        facility_name=target.facility.name, source=source, purpose=PURPOSES[place % len(PURPOSES)],
        amount=(Decimal(20 + target.pk % 60) * share).quantize(Decimal("0.01")), year=2011,
        document_number=f"演示财企〔2011〕{list(Source.values).index(source) + 1}号",
        paid_on=None if place % 5 == 4 else PAID, remark="演示数据",
    )  # fmt: skip


def _replace(targets: list[Target], province: Officer) -> None:
    """Three projects use mills of different cities; one of them is not built after all."""
    mills = [target for target in targets if target.industry_id == "cement"][:: max(1, len(targets) // 20)]
    for (name, code, ratio), target in zip(PROJECTS, mills, strict=False):
        project = Project(
            name=name, builder="浙江示例新材料有限公司", region=Region.objects.get(pk=code),
            new_amount=(target.amount / Decimal(ratio)).quantize(Decimal("0.01")) - Decimal("0.01"), unit=target.unit,
            ratio=Decimal(ratio), document_number=f"演示置换〔2011〕{PROJECTS.index((name, code, ratio)) + 1}号",
        )  # fmt: skip
        made = use_capacity(target=target, amount=target.amount, project=project, by=province, on=ANNOUNCED)
        if "取消" in name:
            withdraw_replacement(
                replacement=made, by=province, on=PAID, reason="项目未获核准，不再建设", seen_version=made.version
            )
