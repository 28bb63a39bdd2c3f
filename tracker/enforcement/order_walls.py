"""What no path to the database may get round (数据库约束): legal basis, two people, served notice, the cause, the order of things."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from tracker.enforcement.states import (
    AFTER_DECISION,
    AFTER_EXECUTION,
    AFTER_ISSUE,
    ENDED,
    MOVES,
    UNCHANGED,
    OrderState,
)

_EARLY_ENDS = ("proposed", "dismissed")


def _only(states: tuple[OrderState, ...], needed: Q) -> Q:
    return ~Q(state__in=[state.value for state in states]) | needed


# A comparison with nothing is neither true nor false, and a CHECK lets it pass: what must be there is said to be there.
CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known"),
    models.CheckConstraint(condition=~Q(legal_basis="") & ~Q(ground=""), name="order_has_legal_basis_and_ground"),
    models.CheckConstraint(
        condition=(Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("proposed_by")))
        & (Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by"))),
        name="order_two_people",
    ),
    models.CheckConstraint(
        condition=Q(state__in=_EARLY_ENDS)
        | Q(
            proposed_by__isnull=False,
            reviewed_by__isnull=False,
            reviewed_on__isnull=False,
            reviewed_on__gte=F("proposed_on"),
        ),
        name="order_goes_on_reviewed",
    ),
    models.CheckConstraint(
        condition=Q(state__in=[*_EARLY_ENDS, "reviewed"])
        | Q(
            reviewed_on__isnull=False,
            notice_served_on__isnull=False,
            notice_until__isnull=False,
            notice_served_on__gte=F("reviewed_on"),
            notice_until__gt=F("notice_served_on"),
        ),
        name="order_goes_on_after_served_notice",
    ),
    models.CheckConstraint(
        condition=_only(
            AFTER_DECISION,
            Q(
                decided_by__isnull=False,
                decided_on__isnull=False,
                notice_until__isnull=False,
                decided_on__gt=F("notice_until"),
            ),
        ),
        name="order_decided_after_the_notice_period",
    ),
    models.CheckConstraint(
        condition=_only(
            AFTER_ISSUE,
            Q(issued_on__isnull=False, decided_on__isnull=False, issued_on__gte=F("decided_on")) & ~Q(number=""),
        ),
        name="order_issued_with_a_number",
    ),
    models.CheckConstraint(
        condition=Q(issued_on__isnull=True, issued_to__isnull=True)
        | Q(issued_on__isnull=False, issued_to__isnull=False, issued_to=F("organisation")),
        name="order_issued_to_the_duty_department",
    ),
    models.CheckConstraint(
        condition=Q(executed_on__isnull=True)
        | Q(issued_on__isnull=False, executed_on__gte=F("issued_on"), executed_by__isnull=False),
        name="order_not_executed_before_issue",
    ),
    models.CheckConstraint(
        condition=_only(AFTER_EXECUTION, Q(executed_on__isnull=False) & ~Q(operator="")),
        name="order_executed_is_dated_and_signed",
    ),
    models.CheckConstraint(
        # What the ladder proposed waits for an officer to look into it before anybody can review it.
        condition=~Q(kind="cut_off")
        | (Q(target__isnull=False) & (Q(residents_apart=True) | Q(state__in=_EARLY_ENDS, proposed_by__isnull=True))),
        name="order_cut_off_spares_residents",
    ),
    models.CheckConstraint(condition=~Q(kind="price") | Q(finding__isnull=False), name="order_price_has_a_finding"),
    models.CheckConstraint(
        condition=_only(AFTER_DECISION, Q(needs_safe_stop=False) | Q(is_hazardous=False) | ~Q(safe_stop_plan=""))
        & _only(AFTER_DECISION, Q(needs_safe_stop=False) | Q(is_hazardous__isnull=False)),
        name="order_hazardous_has_a_safe_stop_plan",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=["revoked", "suspended", "failed", "lifted", "dismissed"]) | ~Q(closing_note=""),
        name="order_ends_with_a_reason",
    ),
    models.CheckConstraint(
        condition=~Q(state="suspended") | ~Q(suspended_from=""), name="order_suspended_knows_where_from"
    ),
    # Conflicting orders: one measure is in the making or in force once for one line, enterprise or region.
    models.UniqueConstraint(
        fields=["measure", "subject"],
        condition=~Q(state__in=[state.value for state in ENDED]),
        name="order_one_of_a_measure_for_a_subject",
    ),
    models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="order_number_once"),
]

# Asked only where somebody who sees targets writes: a department moves its orders on from `issued`.
CAUSE_HOLDS = pgtrigger.Trigger(
    name="cause_holds",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "kind", "measure_id", "target_id", "facility_id"),
    declare=[("of_measure", "tracker_measure"), ("at", "date")],
    func="""
    SELECT * INTO of_measure FROM tracker_measure m WHERE m.code = NEW.measure_id;
    IF NEW.kind IS DISTINCT FROM of_measure.kind OR (TG_OP = 'INSERT' AND (
        NEW.measure_version IS DISTINCT FROM of_measure.version OR NEW.legal_basis IS DISTINCT FROM of_measure.legal_basis
        OR NEW.needs_safe_stop IS DISTINCT FROM of_measure.needs_safe_stop)) THEN
        RAISE EXCEPTION 'an order is of the kind its measure is' USING ERRCODE = 'check_violation';
    END IF;
    at := coalesce(NEW.issued_on, NEW.decided_on, NEW.notice_served_on, NEW.reviewed_on, NEW.proposed_on);
    IF NEW.kind = 'cut_off' AND NEW.state IN ('proposed', 'reviewed', 'notified', 'decided', 'issued') AND NOT EXISTS (
        SELECT 1 FROM tracker_target t JOIN tracker_plan p ON p.id = t.plan_id
        WHERE t.id = NEW.target_id AND t.facility_id = NEW.facility_id AND p.state IN ('issued', 'adjusted')
          AND t.completed_on IS NULL AND t.accepted_on IS NULL AND t.withdrawn_on IS NULL AND t.due_on < at) THEN
        RAISE EXCEPTION 'a cut-off needs an overdue target of an issued plan' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'price' AND NEW.state IN ('proposed', 'reviewed', 'notified', 'decided', 'issued') AND (
        NOT EXISTS (SELECT 1 FROM tracker_finding f WHERE f.id = NEW.finding_id
                    AND f.facility_id = NEW.facility_id AND f.status = 'matched')
        OR EXISTS (SELECT 1 FROM tracker_target t JOIN tracker_plan p ON p.id = t.plan_id
                   WHERE t.facility_id = NEW.facility_id AND t.withdrawn_on IS NULL
                     AND p.state IN ('issued', 'adjusted'))) THEN
        RAISE EXCEPTION 'a price measure needs a screened facility not on the plan' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)
# What was issued stays as it was issued, whoever writes; and a department can't rewrite what it was ordered to do.
FROZEN_WHEN_ISSUED = pgtrigger.Trigger(
    name="frozen_when_issued",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
    IF OLD.issued_on IS NOT NULL AND
       (OLD.number, OLD.measure_id, OLD.measure_version, OLD.measure_name,
        OLD.kind, OLD.subject, OLD.target_id, OLD.finding_id, OLD.facility_id, OLD.enterprise_id,
        OLD.region_id, OLD.organisation_id, OLD.issued_to_id, OLD.legal_basis, OLD.ground, OLD.decided_on, OLD.notice_until)
       IS DISTINCT FROM
       (NEW.number, NEW.measure_id, NEW.measure_version, NEW.measure_name,
        NEW.kind, NEW.subject, NEW.target_id, NEW.finding_id, NEW.facility_id, NEW.enterprise_id,
        NEW.region_id, NEW.organisation_id, NEW.issued_to_id, NEW.legal_basis, NEW.ground, NEW.decided_on, NEW.notice_until)
    THEN
        RAISE EXCEPTION 'an issued order is frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)


def _steps() -> str:
    """The legal pairs of states, from the one table."""
    pairs = {
        (source, step.target)
        for verb, step in MOVES.moves.items()
        for source in step.sources
        if verb != "resume" and step.target not in (UNCHANGED, source)
    }
    return ", ".join(f"('{source}', '{target}')" for source, target in sorted(pairs))


# After the constraints, so that what is missing is told before what is out of order.
BY_THE_TABLE = pgtrigger.Trigger(
    name="by_the_table",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
    func=f"""
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' THEN
            RAISE EXCEPTION 'an order begins as a proposal' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF OLD.state IS DISTINCT FROM NEW.state
        AND NOT (OLD.state = 'suspended' AND NEW.state = OLD.suspended_from)
        AND (OLD.state, NEW.state) NOT IN ({_steps()}) THEN
        RAISE EXCEPTION 'no way leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
    """,
)

TRIGGERS = [CAUSE_HOLDS, FROZEN_WHEN_ISSUED, BY_THE_TABLE]
