"""The demo's comebacks (死灰复燃演示): a machine that stands again in another county, a photo used twice, verdicts on what was found."""

from __future__ import annotations

import io
import random
from datetime import date, timedelta

from PIL import Image

from tracker.audit.acting import acting
from tracker.management.demo.accounts import FUYANG, officer
from tracker.management.demo.evidence import Wanted, scene
from tracker.officers.models import Officer
from tracker.progress.cases import close_case, open_case
from tracker.progress.comeback import look_for_comeback
from tracker.progress.evidence import attach
from tracker.progress.inspection_tables import Case
from tracker.progress.suspicions import Suspicion, judge
from tracker.quotas.models import Plan
from tracker.registry.models import Enterprise, Facility
from tracker.registry.surveying import SurveyRow, merge_surveys
from tracker.targets.models import Target
from tracker.targets.stages import EvidenceKind

# Where what left Fuyang turns up.
ELSEWHERE = "jiaxing"
_SERIAL = "ZJ-2003-0417"
_CONFIRMED = "夜间突击检查发现恢复生产，已责令立即停产、限期拆除主机（演示）"
_DISMISSED = "主机已解体，用电为职工宿舍和厂区照明，生产线未恢复（演示）"


def make_comebacks(today: date) -> int:
    """All of it, unless it is there; how many suspicions there are."""
    province = officer("province")
    with acting(province.actor):
        if Suspicion.objects.filter(kind=Suspicion.Kind.SAME_PHOTO).exists():
            return 0
        plan = Plan.objects.get(code=f"ZJ-{today.year}")
    _move_equipment(plan, today)
    _use_a_photo_twice(plan, today)
    look_for_comeback(on=today)
    with acting(province.actor, reason="演示数据"):
        restarts = Suspicion.objects.filter(kind=Suspicion.Kind.RESTART, state=Suspicion.State.OPEN).order_by("pk")
        for one, confirmed in zip(restarts[:2], (True, False), strict=False):
            judge(
                suspicion=one, confirmed=confirmed, verdict=_CONFIRMED if confirmed else _DISMISSED, by=province,
                on=today, seen_version=one.version,
            )  # fmt: skip
        _take_up(today, province)
        return Suspicion.objects.count()


def _take_up(today: date, province: Officer) -> None:
    """What was found true became a case, and is proven."""
    found = Suspicion.objects.filter(state=Suspicion.State.CONFIRMED).select_related("target").first()
    if found is None or found.target is None:
        return
    case = open_case(target=found.target, kind=Case.Kind.CONCEALMENT, facts=_CONFIRMED, by=province, on=today)
    close_case(
        case=case, proven=True, conclusion="企业瞒报复产，通报所在市县并追缴奖补资金（演示）", by=province, on=today,
        seen_version=case.version,
    )  # fmt: skip


def _move_equipment(plan: Plan, today: date) -> None:
    """Another city registers a machine; then the number on the scrapped one's plate is noted, and it is the same."""
    there, home = officer(ELSEWHERE), officer("fuyang")
    with acting(home.actor, reason="演示数据"):
        gone = Target.objects.filter(plan=plan, region=FUYANG, completed_on__isnull=False, facility__kind__isnull=False)
        target = gone.select_related("facility__enterprise").order_by("pk").first()
    if target is None:
        return
    with acting(there.actor, reason="演示数据"):
        buyers = Enterprise.objects.filter(industry=target.industry_id, region__code__startswith=there.region_id[:4])
        buyer = buyers.order_by("pk").first()
        if buyer is None:
            return
        name = f"{target.facility.name}（二手购入）"
        found = _row(buyer, target.facility, name, Facility.Status.OPERATING)
        merge_surveys(rows=[found], by=there, on=today - timedelta(days=20), reason="季度复查新登记装备")
    with acting(home.actor, reason="演示数据"):
        scrapped = Facility.Status.DISMANTLED
        noted = _row(target.facility.enterprise, target.facility, target.facility.name, scrapped)
        merge_surveys(rows=[noted], by=home, on=today, reason="按解体证明补登出厂编号")


def _row(owner: Enterprise, seen: Facility, name: str, status: str) -> SurveyRow:
    return SurveyRow(
        region_id=owner.region_id, enterprise_name=owner.name, industry_id=seen.industry_id, facility_name=name,
        credit_code=owner.credit_code, kind_id=seen.kind_id, capacity=seen.capacity, capacity_unit=seen.capacity_unit,
        status=status, serial_number=_SERIAL,
    )  # fmt: skip


def _use_a_photo_twice(plan: Plan, today: date) -> None:
    """One picture, enlarged and compressed anew, handed in for two targets of the county."""
    by = officer("fuyang")
    with acting(by.actor, reason="演示数据"):
        pair = Target.objects.filter(plan=plan, region=FUYANG, withdrawn_on__isnull=True).order_by("-pk")[:2]
        for place, target in enumerate(pair):
            drawn = _larger(scene(Wanted(pair[0], EvidenceKind.PHOTO_DURING, today), random.Random("twice")), place)  # noqa: S311
            attach(
                target=target, kind=EvidenceKind.PHOTO_DURING, file=io.BytesIO(drawn), name=f"拆除现场{place + 1}.jpg",
                by=by, on=today, note="演示材料",
            )  # fmt: skip


def _larger(data: bytes, times: int) -> bytes:
    """The same picture in another size, with the day and place it came with."""
    if not times:
        return data
    image = Image.open(io.BytesIO(data))
    written = io.BytesIO()
    image.resize((image.width * 2, image.height * 2)).save(written, "JPEG", quality=80, exif=image.getexif())
    return written.getvalue()
