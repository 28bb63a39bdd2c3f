"""Every state × verb × role: what is legal happens, everything else is refused with the reason and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fixtures.enforcement import EXECUTION, SAFETY, STATE_AFTER, Office, measure, next_day, photographed
from fixtures.factories import OfficerFactory
from tracker.audit.acting import acting, system
from tracker.enforcement.completing import complete
from tracker.enforcement.executing import execute
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.enforcement.services import Said, allowed_order_moves, move
from tracker.enforcement.states import MOVES, OrderState
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import DomainError, IllegalState, NotAllowed, NotFound

# Typed independently of the table in the code: verb → states it starts from → state it leads to.
LEGAL = {
    "complete": ("proposed reviewed notified", "unchanged"),
    "review": ("proposed", "reviewed"),
    "serve": ("reviewed", "notified"),
    "hear": ("notified", "notified"),
    "decide": ("notified", "decided"),
    "dismiss": ("proposed reviewed notified", "dismissed"),
    "issue": ("decided", "issued"),
    "acknowledge": ("issued", "acknowledged"),
    "execute": ("issued acknowledged", "executed"),
    "fail": ("issued acknowledged", "failed"),
    "reissue": ("failed", "issued"),
    "verify": ("executed", "verified"),
    "lift": ("issued acknowledged executed verified failed", "lifted"),
    "expire": ("executed verified", "expired"),
    "suspend": ("decided issued acknowledged executed verified", "suspended"),
    "resume": ("suspended", "issued"),  # the state it was suspended in, in this world
    "revoke": ("decided issued acknowledged executed verified suspended failed", "revoked"),
}
WHO = {
    **{verb: {Role.MUNICIPAL, Role.PROVINCIAL} for verb in ("complete", "serve", "hear", "verify")},
    **{verb: {Role.DEPARTMENT} for verb in ("acknowledge", "execute", "fail")},
}
PROVINCE = {Role.PROVINCIAL}
BY_DEPARTMENT = {Role.DEPARTMENT}


def try_move(order: Order, verb: str, by: Officer) -> DomainError | Order:
    """What comes of it, as the officer, on a day that would do."""
    on = next_day(order) + timedelta(days=40)
    with acting(by.actor):
        try:
            if verb == "execute":
                if order.issued_to_id:
                    photographed(order, by)
                return execute(order=order, execution=EXECUTION(on), by=by, on=on)
            if verb == "complete":
                return complete(order=order, check=SAFETY, by=by, on=on, seen_version=order.version)
            return move(order=order, verb=verb, by=by, on=on, said=Said(order.version, "理由"))
        except DomainError as refused:
            return refused


def test_the_table_is_the_one_typed_here() -> None:
    assert {verb: (set(step.sources), step.target) for verb, step in MOVES.moves.items()} == {
        verb: (set(sources.split()), "resumed" if verb == "resume" else to) for verb, (sources, to) in LEGAL.items()
    }
    assert set(STATE_AFTER) == set(OrderState.values)


@pytest.mark.parametrize("state", OrderState.values)
def test_every_verb_for_every_role(state: str, office: Office) -> None:
    officers: dict[Role, Officer] = {role: OfficerFactory(role=role) for role in Role if role != Role.DEPARTMENT}
    officers[Role.DEPARTMENT] = office.executor
    order = office.bring_to(state)
    wrong: list[Any] = []
    for verb, (sources, _to) in LEGAL.items():
        for role, by in officers.items():
            with acting(system("test")):
                before, steps = Order.objects.get(pk=order.pk), OrderStep.objects.count()
            permitted, legal = role in WHO.get(verb, PROVINCE), state in sources.split()
            if permitted and legal:
                continue  # made one by one below
            refused = try_move(before, verb, by)
            # A department isn't told of an order that was never issued to it.
            expected = (
                NotAllowed
                if not permitted
                else IllegalState
                if before.issued_to_id or role not in BY_DEPARTMENT
                else NotFound
            )
            if not isinstance(refused, expected):
                wrong.append((verb, role, refused))
            with acting(system("test")):
                after = Order.objects.get(pk=order.pk)
                if (after.state, after.version, OrderStep.objects.count()) != (before.state, before.version, steps):
                    wrong.append((verb, role, after.state))
    assert wrong == []


@pytest.mark.parametrize(
    ("state", "verb"), [(state, verb) for verb, (sources, _to) in LEGAL.items() for state in sources.split()]
)
def test_a_legal_move_leads_where_the_table_says_and_leaves_a_step(state: str, verb: str, office: Office) -> None:
    term = {"expire": "expired"}.get(verb)
    order = office.bring_to(state) if term is None else _for_a_term(office, state)
    by = office._who(verb)
    with acting(by.actor):
        assert verb in {step.verb for step in allowed_order_moves(order, by)}
    moved = try_move(order, verb, by)
    assert isinstance(moved, Order), moved
    assert moved.state == (state if verb == "complete" else LEGAL[verb][1])
    with acting(system("test")):
        last = OrderStep.objects.filter(order=order).last()
    assert last is not None
    assert (last.verb, last.state, last.by_id) == (verb, moved.state, by.pk)


def _for_a_term(office: Office, state: str) -> Order:
    """An order of a measure that ends by itself."""
    ended = office.propose(measure("cut-power-for-a-term", duration_months=1))
    for verb in STATE_AFTER[state]:
        ended = office.move(ended, verb)
    return ended


@pytest.mark.parametrize("verb", ["review", "decide"])
def test_the_proposer_neither_reviews_nor_decides(verb: str, office: Office) -> None:
    office.proposer = office.decider
    order = office.propose()
    if verb == "decide":
        other = OfficerFactory(role=Role.PROVINCIAL)
        order = office.move(office.move(order, "review", by=other), "serve")
    refused = try_move(order, verb, office.decider)
    assert isinstance(refused, IllegalState)
    assert refused.code == "same_person"
    with acting(office.decider.actor):
        assert verb not in {step.verb for step in allowed_order_moves(order, office.decider)}


@pytest.mark.parametrize("state", OrderState.values)
def test_the_database_knows_the_same_ways_and_no_others(state: str, office: Office) -> None:
    order = office.bring_to(state)
    ways = {to for verb, (sources, to) in LEGAL.items() if state in sources.split()} - {"unchanged"}
    if state == "suspended":
        ways = {"issued", "revoked"}
    for other in set(OrderState.values) - ways - {state}:
        with acting(system("test")), pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(state=other)


def test_no_order_is_put_into_the_table_half_way(office: Office) -> None:
    order = office.bring_to("reviewed")
    with acting(system("test")):
        order.pk, order.subject = None, "facility:0"
        with pytest.raises(IntegrityError, match="an order begins as a proposal"), transaction.atomic():
            order.save(force_insert=True)
