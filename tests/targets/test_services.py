"""The verbs of targets: listing, moving through stages, extending; two people, two clocks, no silent overwrite."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fixtures.factories import EnterpriseFactory, OfficerFactory, PlanFactory, TargetFactory, furnish
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.registry.models import Enterprise, Facility
from tracker.targets.listing import merge_targets, put_target
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow
from tracker.targets.services import allowed_moves, extend, move
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState

pytestmark = pytest.mark.django_db
DUE = date(2010, 9, 15)
ROW = TargetRow("330183", "富阳某水泥有限公司", "cement", "Φ2.2×6.5米水泥磨机", Decimal("12.5"), "万吨", DUE)


@pytest.fixture
def hangzhou() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


def done(target: Target, by: Officer, on: date = date(2010, 9, 10)) -> Target:
    furnish(target)
    for verb in ("stop", "dismantle", "report"):
        target = move(target=target, verb=verb, on=on, by=by, seen_version=target.version)
    return target


def test_a_list_registers_the_enterprises_and_facilities_it_names(hangzhou: Officer) -> None:
    plan = PlanFactory()
    second = replace(ROW, facility_name="Φ2.4×7米水泥磨机")
    merge_targets(plan=plan, rows=[ROW, second], by=hangzhou)
    assert Enterprise.objects.get(name=ROW.enterprise_name).facilities.count() == 2
    assert plan.targets.count() == 2


def test_a_preview_of_a_list_registers_nothing(hangzhou: Officer) -> None:
    result = merge_targets(plan=PlanFactory(), rows=[ROW], by=hangzhou, dry_run=True)
    assert [effect.action for effect in result.effects] == ["create"]
    assert not Enterprise.objects.filter(name=ROW.enterprise_name).exists()


def test_an_enterprise_is_recognised_by_its_code_under_another_name(hangzhou: Officer) -> None:
    known = EnterpriseFactory(region_id="330183")
    merge_targets(plan=PlanFactory(), rows=[replace(ROW, credit_code=known.credit_code)], by=hangzhou)
    assert Facility.objects.get(name=ROW.facility_name).enterprise == known


def test_an_enterprise_without_a_code_takes_the_one_the_list_gives(hangzhou: Officer) -> None:
    known = EnterpriseFactory(region_id="330183", name=ROW.enterprise_name, credit_code=None, code_kind="none")
    code = EnterpriseFactory.build(region=known.region).credit_code
    merge_targets(plan=PlanFactory(), rows=[replace(ROW, credit_code=code)], by=hangzhou)
    known.refresh_from_db()
    assert (known.credit_code, known.code_kind) == (code, "uscc")


def test_a_row_of_another_city_is_refused_whole(hangzhou: Officer) -> None:
    plan = PlanFactory()
    with pytest.raises(NotFound):
        merge_targets(plan=plan, rows=[ROW, replace(ROW, region_id="330281")], by=hangzhou)
    assert not plan.targets.exists()


def test_a_unit_of_another_industry_is_refused(hangzhou: Officer) -> None:
    with pytest.raises(InvalidValue):
        put_target(plan=PlanFactory(), row=replace(ROW, unit="万标张"), by=hangzhou)


def test_the_deadline_of_an_issued_plan_moves_only_by_extension(hangzhou: Officer) -> None:
    plan = PlanFactory()
    target = put_target(plan=plan, row=ROW, by=hangzhou)
    later = replace(ROW, deadline=date(2010, 12, 31))
    with pytest.raises(IllegalState):
        put_target(plan=plan, row=later, by=hangzhou, target=target, seen_version=target.version)
    with pytest.raises(IllegalState):
        merge_targets(plan=plan, rows=[later], by=hangzhou)


def test_a_draft_plan_may_still_set_deadlines(hangzhou: Officer) -> None:
    plan = PlanFactory(state=Plan.State.DRAFT)
    merge_targets(plan=plan, rows=[ROW], by=hangzhou)
    merge_targets(plan=plan, rows=[replace(ROW, deadline=date(2010, 8, 31))], by=hangzhou)
    assert plan.targets.get().due_on == date(2010, 8, 31)


def test_the_reporter_may_not_accept(hangzhou: Officer, province: Officer) -> None:
    target = done(TargetFactory(), hangzhou)
    with pytest.raises(IllegalState):
        move(target=target, verb="accept", on=DUE, by=hangzhou, seen_version=target.version)
    assert move(target=target, verb="accept", on=DUE, by=province, seen_version=target.version).accepted_on == DUE


def test_the_province_does_not_report_and_an_auditor_does_nothing(province: Officer) -> None:
    target: Target = TargetFactory()
    for officer in (province, OfficerFactory(role=Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            move(target=target, verb="stop", on=DUE, by=officer, seen_version=target.version)


def test_stages_cannot_be_skipped_or_dated_backwards(hangzhou: Officer) -> None:
    target: Target = TargetFactory()
    with pytest.raises(IllegalState):
        move(target=target, verb="report", on=DUE, by=hangzhou, seen_version=target.version)
    target = move(target=target, verb="stop", on=date(2010, 9, 1), by=hangzhou, seen_version=target.version)
    with pytest.raises(InvalidValue):
        move(target=target, verb="dismantle", on=date(2010, 8, 31), by=hangzhou, seen_version=target.version)


def test_a_failed_inspection_makes_a_target_overdue_as_of_the_day_it_was_claimed(
    hangzhou: Officer, province: Officer
) -> None:
    target = done(TargetFactory(), hangzhou)
    assert not Target.objects.overdue_as_of(date(2010, 9, 20)).filter(pk=target.pk).exists()
    target = move(
        target=target,
        verb="fail",
        on=date(2010, 10, 8),
        by=province,
        seen_version=target.version,
        reason="设备仍可恢复",
    )
    assert target.completed_on is None
    assert Target.objects.overdue_as_of(date(2010, 9, 20)).filter(pk=target.pk).exists()


def test_an_extension_does_not_hide_old_lateness(province: Officer) -> None:
    target: Target = TargetFactory()
    target = extend(
        target=target,
        new_due_on=date(2010, 12, 31),
        by=province,
        on=date(2010, 9, 20),
        reason="债务纠纷",
        seen_version=target.version,
    )
    mine = Target.objects.filter(pk=target.pk)
    assert not mine.overdue(date(2010, 9, 25)).exists()
    assert mine.overdue_as_of(date(2010, 9, 18)).exists()
    assert not mine.overdue_as_of(date(2010, 9, 25)).exists()


def test_the_second_of_two_officers_sees_all_three_values(hangzhou: Officer) -> None:
    plan = PlanFactory()
    target = put_target(plan=plan, row=ROW, by=hangzhou)
    put_target(plan=plan, row=replace(ROW, amount=Decimal(20)), by=hangzhou, target=target, seen_version=1)
    with pytest.raises(StaleState) as caught:
        put_target(plan=plan, row=replace(ROW, amount=Decimal(30)), by=hangzhou, target=target, seen_version=1)
    assert caught.value.data["fields"] == {"amount": {"was": "12.5000", "theirs": "20.0000", "yours": "30"}}


def test_buttons_offer_only_what_the_officer_may_do(hangzhou: Officer, province: Officer) -> None:
    target: Target = TargetFactory()
    assert {move.verb for move in allowed_moves(target, hangzhou)} == {"stop", "dismantle"}
    assert {move.verb for move in allowed_moves(target, province)} == {"withdraw"}
    assert allowed_moves(target, OfficerFactory(role=Role.AUDITOR)) == []
