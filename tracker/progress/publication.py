"""The verbs of publication: put a list up for notice, take and handle objections, announce what is finished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.audit.conflicts import change_seen
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.progress.notice_tables import Notice, NoticeLine, Objection
from tracker.quotas.models import Plan
from tracker.regions.models import Region
from tracker.targets.models import Target
from tracker.targets.services import move
from tracker.targets.stages import Stage
from tracker.values.errors import IllegalState, InvalidValue
from tracker.values.figures import plain

SHORTEST_PERIOD = 7
COLUMNS = (
    "number", "city", "county", "enterprise", "credit_code", "industry", "facility", "equipment_count",
    "equipment_unit", "amount", "unit", "completed_on",
)  # fmt: skip
# What a spreadsheet would run: such a text gets an apostrophe in front.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@transaction.atomic
def publish_notice(
    *, plan: Plan, kind: str, title: str, body: str, by: Officer, on: date, objections_until: date
) -> Notice:
    """公示: the plan's list, or the targets the province has confirmed, frozen as they stand, with days to object."""
    require(by, "change", "notice")
    if kind not in (Notice.Kind.LIST, Notice.Kind.RESULT):
        raise InvalidValue(_("请选择公示类别"), field="kind", found=kind)
    if not title.strip() or not body.strip():
        raise InvalidValue(_("请填写标题和正文"), field="title")
    if objections_until < on + timedelta(days=SHORTEST_PERIOD):
        raise InvalidValue(
            _("公示期不少于七天"), field="objections_until", expected=f"≥ {on + timedelta(SHORTEST_PERIOD)}"
        )
    return _put_up(plan, kind, title, body, by, on, targets_for(plan, kind), objections_until=objections_until)


@transaction.atomic
def receive_objection(
    *, notice: Notice, raised_by: str, text: str, by: Officer, on: date, contact: str = "", target: Target | None = None
) -> Objection:
    """受理异议 that came by letter, telephone or at the counter, within its days."""
    require(by, "change", "notice")
    if notice.objections_until is None or not notice.published_on <= on <= notice.objections_until:
        raise IllegalState(_("不在公示期内"), state=notice.kind)
    if not raised_by.strip() or not text.strip():
        raise InvalidValue(_("请填写提出人和异议内容"), field="text")
    if target is not None and not notice.lines.filter(target=target).exists():
        raise InvalidValue(_("该项目不在公示名单中"), field="target")
    return Objection.objects.create(
        notice=notice, region_id=by.region_id, target=target, raised_by=raised_by.strip(), contact=contact.strip(),
        text=text.strip(), received_on=on, received_by=by,
    )  # fmt: skip


@transaction.atomic
def handle_objection(
    *, objection: Objection, upheld: bool, answer: str, by: Officer, on: date, seen_version: int
) -> Objection:
    """处理异议: upheld or not, with the answer. What an upheld one means for a target is an inspection's to say."""
    require(by, "change", "notice", region=objection.region_id)
    if objection.state != Objection.State.OPEN:
        raise IllegalState(_("该异议已处理"), state=objection.state)
    if not answer.strip():
        raise InvalidValue(_("请填写处理意见"), field="answer")
    state = Objection.State.UPHELD if upheld else Objection.State.REJECTED
    changes = {"state": state, "answer": answer.strip(), "handled_by": by, "handled_on": on}
    handled: Objection = change_seen(objection, seen_version=seen_version, changes=changes)
    return handled


@transaction.atomic
def announce(*, notice: Notice, title: str, body: str, by: Officer, on: date) -> Notice:
    """公告: after the days to object, with every objection handled; what an upheld one is about is left out."""
    require(by, "change", "notice")
    if notice.kind != Notice.Kind.RESULT or Notice.objects.filter(follows=notice).exists():
        raise IllegalState(_("只有验收结果公示可以公告，且只公告一次"), state=notice.kind)
    if notice.objections_until is None or on <= notice.objections_until:
        raise IllegalState(_("公示期尚未结束"), state=notice.kind, until=str(notice.objections_until))
    objections = Objection.objects.filter(notice=notice)
    if objections.filter(state=Objection.State.OPEN).exists():
        raise IllegalState(_("还有异议没有处理"), state=notice.kind)
    upheld = objections.filter(state=Objection.State.UPHELD, target__isnull=False).values("target")
    rows = Target.objects.filter(pk__in=notice.lines.values("target"), stage=Stage.CONFIRMED).exclude(pk__in=upheld)
    targets = list(_with_names(rows))
    if not targets:
        raise IllegalState(_("没有可以公告的项目"), state=notice.kind)
    for target in targets:
        move(target=target, verb="announce", on=on, by=by, seen_version=target.version)
    return _put_up(notice.plan, Notice.Kind.COMPLETION, title, body, by, on, targets, follows=notice)


def targets_for(plan: Plan, kind: str) -> list[Target]:
    """The targets a notice of a kind is about."""
    rows = Target.objects.filter(plan=plan)
    listed = rows.filter(withdrawn_on__isnull=True) if kind == Notice.Kind.LIST else rows.filter(stage=Stage.CONFIRMED)
    return list(_with_names(listed))


def open_data(notice: Notice) -> Iterator[list[str]]:
    """The lines of a notice as rows of text, heads first, safe to open in a spreadsheet."""
    fields = {name: NoticeLine._meta.get_field(name) for name in COLUMNS}
    yield [str(field.verbose_name) for field in fields.values()]  # type: ignore[union-attr]
    for values in notice.lines.values_list(*COLUMNS).iterator(2000):
        yield [_safe(value) for value in values]


def _safe(value: Any) -> str:
    if isinstance(value, Decimal):  # 930.0000 is 930, whatever the column keeps
        value = plain(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_RUNS) else text


def _with_names(rows: QuerySet[Target]) -> QuerySet[Target]:
    related = ("enterprise", "facility", "region", "industry")
    return rows.select_related(*related).order_by("region_id", "industry_id", "enterprise__name", "pk")


def _put_up(
    plan: Plan, kind: str, title: str, body: str, by: Officer, on: date, targets: list[Target], **dates: Any
) -> Notice:
    if not targets:
        raise InvalidValue(_("没有可以公示的项目"), field="kind")
    number = Notice.objects.filter(plan=plan).count() + 1
    notice = Notice.objects.create(
        plan=plan, code=f"{plan.code}-{number}", kind=kind, title=title.strip(), body=body.strip(), published_on=on,
        published_by=by, **dates,
    )  # fmt: skip
    cities = dict(Region.objects.filter(level=Region.Level.CITY).values_list("code", "name"))
    NoticeLine.objects.bulk_create(
        (_line(notice, number, target, cities) for number, target in enumerate(targets, 1)), batch_size=1000
    )
    return notice


def _line(notice: Notice, number: int, target: Target, cities: dict[str, str]) -> NoticeLine:
    same = ("equipment_count", "equipment_unit", "amount", "unit", "stage", "completed_on")
    return NoticeLine(
        notice=notice, number=number, target=target, city=cities.get(target.region_id[:4] + "00", ""),
        county=target.region.name, enterprise=target.enterprise.name, credit_code=target.enterprise.credit_code or "",
        industry=target.industry.name, facility=target.facility.name, **{name: getattr(target, name) for name in same},
    )  # fmt: skip
