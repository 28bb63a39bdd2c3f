"""States of a joint action (联合行动状态) and the moves between them: verb, from, to, and what each needs."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.enforcement.states import UNCHANGED
from tracker.values.transitions import Transition, TransitionTable


class JointState(models.TextChoices):
    """联合行动状态."""

    PLANNED = "planned", _("筹备中")
    ANNOUNCED = "announced", _("已部署")
    HELD = "held", _("行动中")
    CLOSED = "closed", _("已办结")
    CANCELLED = "cancelled", _("已取消")


J = JointState
OPEN = (J.PLANNED, J.ANNOUNCED, J.HELD)
BEFORE = (J.PLANNED, J.ANNOUNCED)


def _from(*states: JointState) -> frozenset[str]:
    return frozenset(state.value for state in states)


JOINT_MOVES = TransitionTable(
    [
        Transition("check", _from(*BEFORE), UNCHANGED, _("登记安全核查"), needs=("reason",)),
        Transition("announce", _from(J.PLANNED), "announced", _("部署行动"), needs=("orders",)),
        Transition("hold", _from(J.ANNOUNCED), "held", _("开始行动"), needs=("safety", "day")),
        Transition("note", _from(*OPEN), UNCHANGED, _("登记现场情况"), needs=("reason",)),
        Transition("close", _from(J.HELD), "closed", _("办结"), needs=("reason", "done")),
        Transition("cancel", _from(*BEFORE), "cancelled", _("取消"), needs=("reason",)),
    ]
)
# What is written down without a move, or whose state isn't what happened.
_HAPPENED: dict[str, Any] = {
    "plan": _("已发起"),
    "join": _("已加入措施"),
    "leave": _("已移出措施"),
    "check": _("已登记安全核查"),
    "hold": _("已开始行动"),
    "note": _("已登记现场情况"),
}


def joint_happened(verb: str, state: str) -> str:
    """What a step was, told as an event."""
    return str(_HAPPENED.get(verb) or JointState(state).label)


# The permission verb (on resource "joint") each move asks for.
JOINT_PERMISSION = {
    "check": "change",
    "announce": "decide",
    "hold": "change",
    "note": "report",
    "close": "change",
    "cancel": "change",
}
