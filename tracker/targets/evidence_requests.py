"""The table of requests for evidence (补充材料要求): what a target's officers are asked to hand in, and by which day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.audit.history import tracked
from tracker.deadlines.indexes import deadline_indexes
from tracker.officers.models import Officer
from tracker.officers.visibility import ScopedQuerySet
from tracker.regions.models import Region
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target
from tracker.targets.stages import ANSWERED_FIRST, EvidenceKind
from tracker.targets.walls import REQUEST_TAKES_ITS_TURN
from tracker.values.errors import IllegalState


class EvidenceRequestQuerySet(ScopedQuerySet["EvidenceRequest"]):
    """Questions asked of requests."""

    def waiting(self) -> EvidenceRequestQuerySet:
        """Those nobody has answered or taken back."""
        return self.filter(state=EvidenceRequest.State.OPEN)


@tracked()
class EvidenceRequest(models.Model):
    """补充材料要求: evidence of one kind is to be handed in by a day; the next one of its kind answers it."""

    resource = "request"
    scope_column = "region_id"

    class State(models.TextChoices):
        OPEN = "open", _("待补充")
        ANSWERED = "answered", _("已补充")
        TAKEN_BACK = "taken_back", _("已收回")

    target = models.ForeignKey(Target, models.PROTECT, related_name="evidence_requests", verbose_name=_("淘汰任务"))
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在地"))
    kind = models.CharField(_("材料种类"), max_length=20, choices=EvidenceKind)
    reason = models.CharField(_("补充要求"), max_length=300)
    due_on = models.DateField(_("补充期限"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+", verbose_name=_("要求人"))
    asked_on = models.DateField(_("要求日期"))
    answered_with = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("佐证材料")
    )
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EvidenceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("补充材料要求")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "kind"], condition=Q(state="open"), name="evidence_request_open_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_request_kind_known"),
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="evidence_request_leaves_a_day"),
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True, answered_with__isnull=True)
                | Q(state="answered", ended_on__isnull=False, answered_with__isnull=False)
                | Q(state="taken_back", ended_on__isnull=False, answered_with__isnull=True),
                name="evidence_request_end_is_dated",
            ),
        ]
        indexes = deadline_indexes("evidence", due="due_on", waiting=Q(state="open"), ended="ended_on")
        triggers = [REQUEST_TAKES_ITS_TURN]

    def __str__(self) -> str:
        return f"{self.target_id} {self.kind}"


def unanswered(target: Target, verb: str) -> list[EvidenceRequest]:
    """The open requests that stand in the way of a move, the first due first."""
    if verb not in ANSWERED_FIRST:
        return []
    return list(EvidenceRequest.objects.waiting().filter(target=target))


def demand_answers(target: Target, verb: str) -> None:
    """IllegalState naming what was asked for and by which day, unless nothing asked for is waiting."""
    waiting = unanswered(target, verb)
    if waiting:
        named = "、".join(f"{one.get_kind_display()}（{one.due_on.isoformat()}）" for one in waiting)
        text = gettext("要求补充的材料尚未补充（括号内为补充期限）：%(named)s。补充后，或由要求方收回要求后，再办理。")
        raise IllegalState(text % {"named": named}, code="evidence_asked", waiting=[one.kind for one in waiting])
