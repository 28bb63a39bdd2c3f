"""The demo's orders (强制措施): overdue targets of this year met by every department, each order as far as the days allow."""

from __future__ import annotations

import io
import random
from datetime import date, time, timedelta
from decimal import Decimal

from tracker.audit.acting import acting, system
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.executing import Execution, execute
from tracker.enforcement.lifting import propose_lifting
from tracker.enforcement.measures import Measure
from tracker.enforcement.order_tables import Order
from tracker.enforcement.photographing import attach_photo
from tracker.enforcement.proposing import Grounds, propose
from tracker.enforcement.services import Said, move
from tracker.management.demo.accounts import city_officers, officer
from tracker.management.demo.evidence import Wanted, scene
from tracker.officers.models import Officer
from tracker.targets.models import Target
from tracker.targets.stages import EvidenceKind

GROUND = "逾期未完成淘汰任务，经预警和督办仍未拆除"
WAY = ("review", "serve", "decide", "issue", "acknowledge", "execute", "verify")
BY_DEPARTMENT = ("acknowledge", "execute", "fail")
# Which measures are ordered, by turns, whose officer executes them, and how far each order goes.
MEASURES = (
    ("cut-power", "power"),
    ("cut-water", "water"),
    ("cut-credit", "bank"),
    ("revoke-business-licence", "licence"),
)
LENGTHS = (7, 4, 6, 5, 4, 7, 3, 2, 5, 6, 4, 0, 1)
# Orders that wait for their department were proposed so many days ago, four by four: the first eight are late, the others due soon.
BACK = (24, 24, 11, 13, 10)
WAITING = (4, 5)
REASONS = {"suspend": "企业申请行政复议，依法中止", "fail": "现场总闸与居民用电合表，须先分户"}


def make_orders(today: date) -> int:
    """Orders against overdue targets, unless there are any; how many."""
    province, cities = officer("province"), city_officers()
    with acting(province.actor):
        if Order.objects.filter(proposed_by__isnull=False).exists():
            return 0
        related = ("plan", "region", "enterprise", "facility")
        plan = f"ZJ-{today.year}"
        late = list(Target.objects.overdue(today).filter(plan__code=plan).select_related(*related).order_by("pk")[:24])
    for place, target in enumerate(late):
        code, executor = MEASURES[place % len(MEASURES)]
        city = cities[target.region.city_code]
        tale = Tale(city, province, officer(executor), today)
        tale.tell(Measure.objects.get(pk=code), target, LENGTHS[place % len(LENGTHS)], place)
    propose_lifting(on=today)
    return len(late)


def _photograph(order: Order, by: Officer, day: date) -> None:
    """What the department's people took on the site."""
    if order.needs_photo:
        with acting(system("demo")):  # a department sees no targets
            target = Target.objects.get(orders=order)
        shown = Wanted(target, EvidenceKind.PHOTO_DURING, day)
        drawn = scene(shown, random.Random(f"order:{order.pk}"))  # noqa: S311 - invented scenes
        attach_photo(order=order, file=io.BytesIO(drawn), name="现场照片.jpg", by=by, note="总表断开后（演示）")


class Tale:
    """One order, told step by step by those whose step it is."""

    def __init__(self, city: Officer, province: Officer, executor: Officer, today: date) -> None:
        self.city, self.province, self.executor, self.today = city, province, executor, today

    def tell(self, measure: Measure, target: Target, length: int, place: int) -> None:
        """From the proposal on, one verb a day, no further than today."""
        with acting(self.city.actor, reason="演示数据"):
            order = propose(
                measure=measure, subject=subject_of(target=target), by=self.city, on=self._first_day(target, length, place),
                grounds=Grounds(GROUND, f"33{target.pk:08d}", residents_apart=True, is_hazardous=False),
            )  # fmt: skip
        verbs = [*WAY[:length], *(("suspend",) if place == 9 else ("fail",) if place == 10 else ())]
        for verb in verbs:
            day = self.next_day(order)
            if day > self.today:
                return
            order = self.step(order, verb, day)

    def _first_day(self, target: Target, length: int, place: int) -> date:
        after = target.due_on + timedelta(days=1)
        return max(after, self.today - timedelta(days=BACK[place // 4 % len(BACK)])) if length in WAITING else after

    def step(self, order: Order, verb: str, day: date) -> Order:
        """One verb, by whoever may."""
        by = self.executor if verb in BY_DEPARTMENT else self.city if verb in ("serve", "verify") else self.province
        with acting(by.actor, reason="演示数据"):
            if verb == "execute":
                _photograph(order, by, day)
                reading = Decimal(1000 + order.pk * 37) if order.measure_id != "cut-credit" else None
                told = Execution(day, "执行班组负责人（演示）", time(9, 30), reading, "已现场执行并拍照")
                return execute(order=order, execution=told, by=by, on=day)
            said = Said(order.version, REASONS.get(verb, ""))
            return move(order=order, verb=verb, by=by, on=day, said=said)

    def next_day(self, order: Order) -> date:
        """The day after all that was done."""
        known = (order.proposed_on, order.notice_until, order.issued_on, order.executed_on)
        last = max(day for day in (*known, order.reviewed_on, order.decided_on, order.acknowledged_on) if day)
        return last + timedelta(days=1)
