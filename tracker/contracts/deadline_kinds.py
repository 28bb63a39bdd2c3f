"""Deadlines of responsibility contracts (责任状的期限), declared once: open until it is concluded whether they were kept."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from tracker.contracts.models import Contract
from tracker.contracts.states import ContractState
from tracker.deadlines.kinds import DeadlineKind
from tracker.regions.naming import english_name


def contract_open_q(as_of: date) -> Q:
    """Issued or signed, and neither replaced nor concluded by a day."""
    return Q(state__in=[ContractState.ISSUED, ContractState.SIGNED]) | Q(closed_on__gt=as_of)


CONTRACT = DeadlineKind(
    code="contract",
    label=_("责任状"),
    model=Contract,
    due="deadline",
    open_q=contract_open_q,
    title=Concat(Coalesce("organisation__name", "region__name"), Value(" "), "number"),
    title_en=Concat(english_name("organisation", "region"), Value(" "), "number"),
    page="contract",
    organisation=F("organisation_id"),
    remind_days=30,
)
