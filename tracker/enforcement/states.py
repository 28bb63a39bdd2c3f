"""States of an enforcement order (强制措施状态) and the moves between them: verb, from, to, and what each needs."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.values.transitions import Transition, TransitionTable


class OrderState(models.TextChoices):
    """强制措施状态, in the order of the way; those from SUSPENDED on lie beside it or end it."""

    PROPOSED = "proposed", _("已提出")
    REVIEWED = "reviewed", _("已复核")
    NOTIFIED = "notified", _("已告知")
    DECIDED = "decided", _("已决定")
    ISSUED = "issued", _("已下达")
    ACKNOWLEDGED = "acknowledged", _("已签收")
    EXECUTED = "executed", _("已执行")
    VERIFIED = "verified", _("已核实")
    LIFTED = "lifted", _("已解除")
    EXPIRED = "expired", _("已期满")
    SUSPENDED = "suspended", _("已中止")
    FAILED = "failed", _("未能执行")
    REVOKED = "revoked", _("已撤销")
    DISMISSED = "dismissed", _("不予实施")


S = OrderState
ENDED = (S.LIFTED, S.EXPIRED, S.REVOKED, S.DISMISSED)
BEFORE_DECISION = (S.PROPOSED, S.REVIEWED, S.NOTIFIED)
# States in which an order must have been decided, and those in which its document must have gone out.
AFTER_DECISION = (
    S.DECIDED, S.ISSUED, S.ACKNOWLEDGED, S.EXECUTED, S.VERIFIED, S.LIFTED, S.EXPIRED, S.SUSPENDED, S.FAILED, S.REVOKED,
)  # fmt: skip
AFTER_ISSUE = (S.ISSUED, S.ACKNOWLEDGED, S.EXECUTED, S.VERIFIED, S.LIFTED, S.EXPIRED, S.FAILED)
AFTER_EXECUTION = (S.EXECUTED, S.VERIFIED, S.EXPIRED)
# Before it is executed an order may only go on while its cause still holds.
CAUSE_MUST_HOLD = (*BEFORE_DECISION, S.DECIDED, S.ISSUED)
WITH_THE_DEPARTMENT = (S.ISSUED, S.ACKNOWLEDGED)
IN_FORCE = (S.EXECUTED, S.VERIFIED)

# A move that leaves the state as it is.
UNCHANGED = "unchanged"


def _from(*states: OrderState) -> frozenset[str]:
    return frozenset(state.value for state in states)


# `resume` leads back to the state the order was suspended in; `needs` names what must be said or done.
MOVES = TransitionTable(
    [
        Transition("complete", _from(*BEFORE_DECISION), UNCHANGED, _("补充核查"), needs=("safety",)),
        Transition("review", _from(S.PROPOSED), "reviewed", _("复核通过"), needs=("second_person",)),
        Transition("serve", _from(S.REVIEWED), "notified", _("登记送达告知书")),
        Transition("hear", _from(S.NOTIFIED), "notified", _("登记陈述申辩（听证）"), needs=("reason",)),
        Transition("decide", _from(S.NOTIFIED), "decided", _("作出决定"), needs=("second_person", "notice_over")),
        Transition("dismiss", _from(*BEFORE_DECISION), "dismissed", _("不予实施"), needs=("reason",)),
        Transition("issue", _from(S.DECIDED), "issued", _("下达执行")),
        Transition("acknowledge", _from(S.ISSUED), "acknowledged", _("签收")),
        Transition("execute", _from(S.ISSUED, S.ACKNOWLEDGED), "executed", _("登记执行"), needs=("execution",)),
        Transition("fail", _from(S.ISSUED, S.ACKNOWLEDGED), "failed", _("登记未能执行"), needs=("reason",)),
        Transition("reissue", _from(S.FAILED), "issued", _("重新下达"), needs=("reason",)),
        Transition("verify", _from(S.EXECUTED), "verified", _("核实执行")),
        Transition(
            "lift",
            _from(S.ISSUED, S.ACKNOWLEDGED, S.EXECUTED, S.VERIFIED, S.FAILED),
            "lifted",
            _("解除"),
            needs=("reason",),
        ),
        Transition("expire", _from(*IN_FORCE), "expired", _("登记期满"), needs=("term_over",)),
        Transition(
            "suspend",
            _from(S.DECIDED, S.ISSUED, S.ACKNOWLEDGED, S.EXECUTED, S.VERIFIED),
            "suspended",
            _("中止（复议、诉讼）"),
            needs=("reason",),
        ),
        Transition("resume", _from(S.SUSPENDED), "resumed", _("恢复"), needs=("reason",)),
        Transition(
            "revoke",
            _from(S.DECIDED, S.ISSUED, S.ACKNOWLEDGED, S.EXECUTED, S.VERIFIED, S.SUSPENDED, S.FAILED),
            "revoked",
            _("撤销"),
            needs=("reason",),
        ),
    ]
)

# Moves that lead to no state of their own, as what happened.
_HAPPENED: dict[str, Any] = {
    "complete": _("已补充核查"),
    "hear": _("已陈述申辩（听证）"),
    "reissue": _("已重新下达"),
    "resume": _("已恢复"),
    "propose_lift": _("已提请解除"),
}


def happened(verb: str, state: str) -> str:
    """What a step was, told as an event: the state it led to, or its own words where it led to none."""
    return str(_HAPPENED.get(verb) or OrderState(state).label)


# The permission verb (on resource "order") each move asks for.
PERMISSION_OF = {
    "complete": "propose",
    "review": "review",
    "serve": "propose",
    "hear": "propose",
    "decide": "decide",
    "dismiss": "decide",
    "issue": "decide",
    "acknowledge": "execute",
    "execute": "execute",
    "fail": "execute",
    "reissue": "decide",
    "verify": "verify",
    "lift": "decide",
    "expire": "decide",
    "suspend": "decide",
    "resume": "decide",
    "revoke": "decide",
}
