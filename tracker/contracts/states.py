"""States of a responsibility contract (责任状状态) and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.values.transitions import Transition, TransitionTable


class ContractState(models.TextChoices):
    """责任状状态."""

    DRAFT = "draft", _("草拟")
    ISSUED = "issued", _("已下发")
    SIGNED = "signed", _("已签订")
    SUPERSEDED = "superseded", _("已替代")
    FULFILLED = "fulfilled", _("已履行")
    BREACHED = "breached", _("未履行")


MOVES = TransitionTable(
    [
        Transition("issue", frozenset({"draft"}), "issued", _("下发")),
        Transition("sign", frozenset({"issued"}), "signed", _("登记签订")),
        Transition("supersede", frozenset({"issued", "signed"}), "superseded", _("替代"), needs=("reason",)),
        Transition("fulfil", frozenset({"signed"}), "fulfilled", _("认定已履行"), needs=("accepted",)),
        Transition("breach", frozenset({"signed"}), "breached", _("认定未履行"), needs=("reason",)),
    ]
)
