"""States of a plan (计划状态) and of an adjustment (调整状态), and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.values.transitions import Transition, TransitionTable


class PlanState(models.TextChoices):
    """计划状态."""

    DRAFT = "draft", _("草案")
    CHECKED = "checked", _("已核对")
    ISSUED = "issued", _("已下达")
    ADJUSTED = "adjusted", _("已调整")
    CLOSED = "closed", _("已结案")


# In these a plan holds: it is issued and not closed.
IN_FORCE = (PlanState.ISSUED, PlanState.ADJUSTED)
# In these its quotas take no change: what was checked is issued as it is, what is closed stands.
FIXED = (PlanState.CHECKED, PlanState.CLOSED)


# `needs` names what a move asks for: "sums" that every task is handed on in full, "document" a document number.
PLAN_MOVES = TransitionTable(
    [
        Transition("check", frozenset({"draft"}), "checked", _("核对"), needs=("sums",)),
        Transition("return", frozenset({"checked"}), "draft", _("退回草案"), needs=("reason",)),
        Transition("issue", frozenset({"checked"}), "issued", _("下达"), needs=("sums", "document")),
        Transition("adjust", frozenset({"issued", "adjusted"}), "adjusted", _("调整"), needs=("approval",)),
        Transition("close", frozenset({"issued", "adjusted"}), "closed", _("结案")),
    ]
)


class AdjustmentState(models.TextChoices):
    """调整状态."""

    REQUESTED = "requested", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


ADJUSTMENT_MOVES = TransitionTable(
    [
        Transition("approve", frozenset({"requested"}), "approved", _("批准"), needs=("sums",)),
        Transition("refuse", frozenset({"requested"}), "refused", _("不予批准"), needs=("reason",)),
        Transition("withdraw", frozenset({"requested"}), "withdrawn", _("撤回")),
    ]
)
