"""Stages of a target (进度阶段) and the moves between them.

A target is complete once its equipment is dismantled so that it cannot be restored and that is reported; acceptance
confirms it. Source: State Council 2010 no. 7; domain.md §3.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.values.transitions import Transition, TransitionTable


class Stage(models.TextChoices):
    """进度阶段."""

    PLANNED = "planned", _("已列入计划")
    STOPPED = "stopped", _("已关停")
    DISMANTLED = "dismantled", _("已拆除")
    REPORTED = "reported", _("已报完成")
    ACCEPTED = "accepted", _("已验收")
    WITHDRAWN = "withdrawn", _("已撤销")


MOVES = TransitionTable(
    [
        Transition("stop", frozenset({"planned"}), "stopped", _("登记关停")),
        Transition("dismantle", frozenset({"planned", "stopped"}), "dismantled", _("登记拆除")),
        Transition("report", frozenset({"dismantled"}), "reported", _("报告完成")),
        Transition("accept", frozenset({"reported"}), "accepted", _("验收通过")),
        Transition("fail", frozenset({"reported", "accepted"}), "stopped", _("验收不通过"), needs=("reason",)),
        Transition(
            "withdraw", frozenset({"planned", "stopped", "dismantled"}), "withdrawn", _("撤销任务"), needs=("reason",)
        ),
    ]
)

# The permission verb (on resource "target") that each move asks for.
PERMISSION_OF = {
    "stop": "report",
    "dismantle": "report",
    "report": "report",
    "accept": "accept",
    "fail": "accept",
    "withdraw": "extend",
}
