"""Stages of a target (进度阶段) and the moves between them: verb, from, to, role, what is needed. Drawn in docs/stages.md.

A target is complete once its equipment is dismantled so that it cannot be restored and that is reported with evidence;
acceptance confirms it. Source: State Council 2010 no. 7; MIIT and others 2011 no. 46.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.officers.models import Officer
from tracker.officers.permissions import may
from tracker.values.transitions import Transition, TransitionTable


class Stage(models.TextChoices):
    """进度阶段, in the order of the way; HELD and WITHDRAWN lie beside it."""

    PLANNED = "planned", _("已列入计划")
    STOPPED = "stopped", _("已关停")
    CUT_OFF = "cut_off", _("已断电断水")
    HELD = "held", _("已关停未彻底拆除")
    DISMANTLED = "dismantled", _("已拆除")
    REPORTED = "reported", _("已报完成")
    ACCEPTED = "accepted", _("已验收")
    CONFIRMED = "confirmed", _("省级已核查")
    ANNOUNCED = "announced", _("已公告")
    WITHDRAWN = "withdrawn", _("已撤销")


class EvidenceKind(models.TextChoices):
    """佐证材料种类."""

    PHOTO_BEFORE = "photo_before", _("拆除前照片")
    PHOTO_DURING = "photo_during", _("拆除中照片")
    PHOTO_AFTER = "photo_after", _("拆除后照片")
    POWER_NOTICE = "power_notice", _("断电（断水）通知")
    DEMOLITION_CONTRACT = "demolition_contract", _("拆除合同")
    SCRAPPING = "scrapping", _("设备报废或解体证明")
    WHEREABOUTS = "whereabouts", _("设备去向说明")
    WORKERS = "workers", _("职工安置材料")
    WITNESS = "witness", _("现场拆除见证书")
    ACCEPTANCE = "acceptance", _("验收意见表")
    OTHER = "other", _("其他材料")


PHOTOS = frozenset({EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_DURING, EvidenceKind.PHOTO_AFTER})
WAY = (
    Stage.PLANNED,
    Stage.STOPPED,
    Stage.CUT_OFF,
    Stage.DISMANTLED,
    Stage.REPORTED,
    Stage.ACCEPTED,
    Stage.CONFIRMED,
    Stage.ANNOUNCED,
)
COMPLETE = (Stage.REPORTED, Stage.ACCEPTED, Stage.CONFIRMED, Stage.ANNOUNCED)
PASSED = (Stage.ACCEPTED, Stage.CONFIRMED, Stage.ANNOUNCED)
# Stopped but still standing: where parts may be dismantled one after the other.
STANDING = (Stage.STOPPED, Stage.CUT_OFF, Stage.HELD)
PART_EVIDENCE = (EvidenceKind.PHOTO_DURING,)
# All that the way to acceptance asks for has to stand on that day: what was set aside meanwhile is asked for again.
FOR_ACCEPTANCE = ("photo_before", "photo_after", "witness", "acceptance")

MOVES = TransitionTable(
    [
        Transition("stop", frozenset({"planned"}), "stopped", _("登记关停")),
        Transition("cut_off", frozenset({"stopped"}), "cut_off", _("登记断电断水"), evidence=("power_notice",)),
        Transition(
            "hold",
            frozenset({"stopped", "cut_off"}),
            "held",
            _("登记未彻底拆除"),
            needs=("reason", "held"),
            evidence=("power_notice",),
        ),
        Transition(
            "dismantle",
            frozenset({"planned", "stopped", "cut_off", "held"}),
            "dismantled",
            _("登记拆除"),
            evidence=("photo_before", "photo_after"),
        ),
        Transition("report", frozenset({"dismantled"}), "reported", _("报告完成"), evidence=("witness",)),
        Transition("recall", frozenset({"reported"}), "dismantled", _("撤回报告"), needs=("reason",)),
        Transition("return", frozenset({"reported"}), "dismantled", _("退回报告"), needs=("reason",)),
        Transition("accept", frozenset({"reported"}), "accepted", _("验收通过"), evidence=FOR_ACCEPTANCE),
        Transition("confirm", frozenset({"accepted"}), "confirmed", _("省级核查通过")),
        Transition("announce", frozenset({"confirmed"}), "announced", _("列入公告")),
        Transition("fail", frozenset(COMPLETE), "stopped", _("验收不通过"), needs=("reason",)),
        Transition(
            "withdraw",
            frozenset({"planned", "stopped", "cut_off", "held", "dismantled"}),
            "withdrawn",
            _("撤销任务"),
            needs=("reason",),
        ),
    ]
)

# Moves that wait until every request for evidence is answered or taken back.
ANSWERED_FIRST = frozenset({"accept"})

# The permission verb (on resource "target") that each move asks for.
PERMISSION_OF = {
    "stop": "report",
    "cut_off": "report",
    "hold": "report",
    "dismantle": "report",
    "report": "report",
    "recall": "report",
    "return": "accept",
    "accept": "accept",
    "confirm": "confirm",
    "announce": "confirm",
    "fail": "accept",
    "withdraw": "extend",
}
# Whoever took one of these steps may not judge them: the four-eyes rule, in the database too (models.TWO_PEOPLE).
NOT_BY_THE_SAME = {"accept": ("report",), "confirm": ("report", "accept")}
# Claims that a move takes back as of the day they were made, and the evidence that no longer stands for them.
VOIDED_BY = {"fail": (Stage.DISMANTLED, *COMPLETE), "return": (Stage.REPORTED,), "recall": (Stage.REPORTED,)}
SPENT_BY = {"fail": (EvidenceKind.PHOTO_AFTER, EvidenceKind.WITNESS, EvidenceKind.ACCEPTANCE)}


def stages_reported_by(officer: Officer) -> set[str]:
    """The stages that an officer's own plain moves lead to: those that want no word beside the day."""
    plain = (step for step in MOVES.moves.values() if not step.needs)
    return {step.target for step in plain if may(officer, PERMISSION_OF[step.verb], "target")}


def asked_by(verbs: Iterable[str]) -> list[str]:
    """The kinds of evidence that the steps taken asked for, each once, in the order they were asked for."""
    kinds: list[str] = []
    for verb in verbs:
        step = MOVES.moves.get(verb)
        kinds.extend(PART_EVIDENCE if verb == "part" else step.evidence if step else ())
    return list(dict.fromkeys(kinds))
