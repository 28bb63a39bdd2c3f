"""The stage table: every transition for every role, its evidence, and two people; beside it what the database holds to."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from fixtures.factories import EvidenceFactory, OfficerFactory, StageFactFactory, TargetFactory, furnish
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.targets.benefits import Freed, benefit_lines, put_benefit, total_of
from tracker.targets.evidence import Evidence
from tracker.targets.holding import Held
from tracker.targets.models import StageFact, Target
from tracker.targets.services import allowed_moves, move, record_part
from tracker.targets.stages import MOVES, Stage
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, StaleState

pytestmark = pytest.mark.django_db
DAY = date(2010, 9, 1)
HELD = Held("debt", "王主任", "年底前由法院拍卖后拆除", date(2010, 12, 20))
WAY_TO = {
    "planned": [],
    "stopped": ["stop"],
    "cut_off": ["stop", "cut_off"],
    "held": ["stop", "hold"],
    "dismantled": ["stop", "dismantle"],
    "reported": ["dismantle", "report"],
    "accepted": ["dismantle", "report", "accept"],
    "confirmed": ["dismantle", "report", "accept", "confirm"],
    "announced": ["dismantle", "report", "accept", "confirm", "announce"],
    "withdrawn": ["withdraw"],
}
# Written down by hand: which roles may make which move (the table itself must not be its own witness).
MAY = {
    "stop": {"municipal", "county"},
    "cut_off": {"municipal", "county"},
    "hold": {"municipal", "county"},
    "dismantle": {"municipal", "county"},
    "report": {"municipal", "county"},
    "recall": {"municipal", "county"},
    "return": {"municipal", "provincial"},
    "accept": {"municipal", "provincial"},
    "fail": {"municipal", "provincial"},
    "confirm": {"provincial"},
    "announce": {"provincial"},
    "withdraw": {"provincial"},
}
LEADS = {
    "stop": {"planned": "stopped"},
    "cut_off": {"stopped": "cut_off"},
    "hold": {"stopped": "held", "cut_off": "held"},
    "dismantle": dict.fromkeys(("planned", "stopped", "cut_off", "held"), "dismantled"),
    "report": {"dismantled": "reported"},
    "recall": {"reported": "dismantled"},
    "return": {"reported": "dismantled"},
    "accept": {"reported": "accepted"},
    "confirm": {"accepted": "confirmed"},
    "announce": {"confirmed": "announced"},
    "fail": dict.fromkeys(("reported", "accepted", "confirmed", "announced"), "stopped"),
    "withdraw": dict.fromkeys(("planned", "stopped", "cut_off", "held", "dismantled"), "withdrawn"),
}
NEEDS_EVIDENCE = {"cut_off", "hold", "dismantle", "report", "accept"}
ACTS_AS = {
    "accept": Role.MUNICIPAL,
    "confirm": Role.PROVINCIAL,
    "announce": Role.PROVINCIAL,
    "withdraw": Role.PROVINCIAL,
}


def step(target: Target, verb: str, by: Officer, **more: object) -> Target:
    said = {"on": DAY, "reason": "说明", "held": HELD if verb == "hold" else None, **more}
    return move(target=target, verb=verb, by=by, seen_version=target.version, **said)  # type: ignore[arg-type]


def at(stage: str) -> Target:
    """A target that came to a stage the right way, each step by another officer."""
    target = furnish(TargetFactory(facility__enterprise__region=OfficerFactory(role=Role.COUNTY).region))
    for verb in WAY_TO[stage]:
        target = step(target, verb, OfficerFactory(role=ACTS_AS.get(verb, Role.COUNTY)))
    assert target.stage == stage
    return furnish_again(target)


def furnish_again(target: Target) -> Target:
    Evidence.objects.filter(target=target).update(voided=False)
    return target


@pytest.mark.parametrize("stage", Stage.values)
def test_every_move_of_every_role_from_every_stage(stage: str) -> None:
    officers = {role: OfficerFactory(role=role) for role in Role}
    target = at(stage)
    for verb, (role, officer) in product(MOVES.moves, officers.items()):
        leads_to = LEADS[verb].get(stage) if role.value in MAY[verb] else None
        savepoint = transaction.savepoint()
        try:
            reached = step(target, verb, officer).stage
        except (NotAllowed, IllegalState):
            reached = ""
        transaction.savepoint_rollback(savepoint)
        assert reached == (leads_to or ""), f"{verb} by {role} from {stage}"
        offered = verb in {one.verb for one in allowed_moves(target, officer)}
        assert offered == bool(leads_to), f"button {verb} for {role} at {stage}"


def test_the_hand_written_table_names_every_move() -> None:
    assert set(MAY) == set(LEADS) == set(MOVES.moves)


@pytest.mark.parametrize(("verb", "stage"), [(verb, stage) for verb in sorted(NEEDS_EVIDENCE) for stage in LEADS[verb]])
def test_a_move_without_its_evidence_is_refused_and_says_what_is_lacking(verb: str, stage: str) -> None:
    target = at(stage)
    Evidence.objects.filter(target=target).update(voided=True)
    with pytest.raises(InvalidValue) as refused:
        step(target, verb, OfficerFactory(role=Role.MUNICIPAL))
    assert refused.value.code == "evidence_missing"
    assert refused.value.data["missing"] == list(MOVES.moves[verb].evidence)
    assert Target.objects.get(pk=target.pk).stage == stage


def test_evidence_of_another_target_does_not_count() -> None:
    target = at("dismantled")
    Evidence.objects.filter(target=target).delete()
    furnish(TargetFactory(facility__enterprise=target.enterprise))
    with pytest.raises(InvalidValue):
        step(target, "report", OfficerFactory(role=Role.MUNICIPAL))


def test_whoever_reported_or_accepted_may_not_judge_it() -> None:
    one, other = OfficerFactory(role=Role.MUNICIPAL), OfficerFactory(role=Role.PROVINCIAL)
    target = step(at("dismantled"), "report", one)
    with pytest.raises(IllegalState, match="同一人"):
        step(target, "accept", one)
    target = step(target, "accept", other)
    with pytest.raises(IllegalState, match="同一人"):
        step(target, "confirm", other)
    assert step(target, "confirm", OfficerFactory(role=Role.PROVINCIAL)).stage == "confirmed"


def test_the_database_itself_refuses_one_person_for_both() -> None:
    one = OfficerFactory(role=Role.MUNICIPAL)
    target = step(at("dismantled"), "report", one)
    with pytest.raises(IntegrityError, match="may not judge"), transaction.atomic():
        StageFact.objects.create(target=target, region=target.region, verb="accept", stage="accepted", on=DAY, by=one)


def test_the_database_itself_refuses_acceptance_without_fact_or_form() -> None:
    target = at("reported")
    with pytest.raises(IntegrityError, match="recorded fact"), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(stage="accepted", accepted_on=DAY)
    Evidence.objects.filter(target=target).update(voided=True)
    with pytest.raises(IntegrityError, match="photos, certificate and form"), transaction.atomic():
        StageFactFactory(target=target, verb="accept", stage="accepted", on=DAY)


def test_a_failed_inspection_spends_the_evidence_it_disproved() -> None:
    target = step(at("accepted"), "fail", OfficerFactory(role=Role.PROVINCIAL))
    assert (target.stage, target.completed_on, target.accepted_on) == ("stopped", None, None)
    with pytest.raises(InvalidValue) as refused:
        step(target, "dismantle", OfficerFactory(role=Role.MUNICIPAL))
    assert refused.value.data["missing"] == ["photo_after"]


def test_a_returned_report_is_no_completion_and_may_be_reported_again() -> None:
    target = step(at("reported"), "return", OfficerFactory(role=Role.MUNICIPAL), reason="照片不清")
    assert target.completed_on is None
    later = DAY + timedelta(days=9)
    assert step(target, "report", OfficerFactory(role=Role.COUNTY), on=later).completed_on == later


@pytest.mark.parametrize("left_out", ["supervisor", "plan", "cause", "finish_by"])
def test_a_held_target_needs_cause_supervisor_and_plan(left_out: str) -> None:
    said = {"cause": "debt", "supervisor": "王主任", "plan": "拍卖后拆除", "finish_by": date(2010, 12, 20)}
    said[left_out] = date(2010, 1, 1) if left_out == "finish_by" else " "
    with pytest.raises(InvalidValue) as refused:
        step(at("stopped"), "hold", OfficerFactory(role=Role.COUNTY), held=Held(**said))  # type: ignore[arg-type]
    assert refused.value.data["field"] == left_out
    with pytest.raises(InvalidValue):
        step(at("stopped"), "hold", OfficerFactory(role=Role.COUNTY), held=None)


def test_a_held_case_ends_with_dismantling() -> None:
    target = at("held")
    assert target.held_cases.get().ended_on is None
    target = step(target, "dismantle", OfficerFactory(role=Role.COUNTY), on=DAY + timedelta(days=3))
    assert target.held_cases.get().ended_on == DAY + timedelta(days=3)


def test_parts_add_up_and_never_exceed_the_whole() -> None:
    county, target = OfficerFactory(role=Role.COUNTY), at("stopped")
    for amount in ("4", "6.5"):
        target = record_part(target=target, amount=Decimal(amount), on=DAY, by=county, seen_version=target.version)
    assert (target.stage, target.partial_amount) == ("stopped", Decimal("10.5"))
    with pytest.raises(InvalidValue):
        record_part(target=target, amount=Decimal("0.1"), on=DAY, by=county, seen_version=target.version)
    with pytest.raises(IllegalState):
        record_part(target=at("planned"), amount=Decimal(1), on=DAY, by=county, seen_version=1)


def test_a_part_needs_its_photo() -> None:
    target = at("stopped")
    Evidence.objects.filter(target=target).delete()
    EvidenceFactory(target=target, kind="photo_after")
    with pytest.raises(InvalidValue) as refused:
        record_part(target=target, amount=Decimal(1), on=DAY, by=OfficerFactory(role=Role.COUNTY), seen_version=2)
    assert refused.value.data["missing"] == ["photo_during"]


def test_benefits_are_summed_over_complete_targets_only() -> None:
    city, province = OfficerFactory(role=Role.MUNICIPAL), OfficerFactory()
    done, undone = at("reported"), at("stopped")
    Target.objects.filter(pk=undone.pk).update(plan=done.plan)
    for target in (done, undone):
        put_benefit(target=target, freed=Freed(land=Decimal("12.5"), workers=Decimal(80)), by=city)
    (line,) = benefit_lines(done.plan, province, by="city")
    assert (line["name"], line["complete"], line["recorded"], line["land"]) == ("杭州市", 1, 1, Decimal("12.5"))
    (line,) = benefit_lines(done.plan, city, by="county")
    assert (line["key"], line["land"]) == (done.region_id, Decimal("12.5"))
    (line,) = benefit_lines(done.plan, province, by="industry")
    assert (line["name"], line["workers"]) == ("水泥", 80)
    assert total_of([line, line])["workers"] == 160
    again = put_benefit(target=done, freed=Freed(land=Decimal(20)), by=city, seen_version=1)
    assert again.land == 20
    with pytest.raises(StaleState):
        put_benefit(target=done, freed=Freed(land=Decimal(30)), by=city, seen_version=1)
