"""Equipment that was eliminated is refused where somebody enters it again: survey workbook, form, list; with the reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile

from fixtures import reference
from fixtures.factories import FacilityFactory, OfficerFactory, PlanFactory, TargetFactory, furnish
from tracker.audit.acting import acting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.comeback import look_for_comeback
from tracker.progress.suspicions import Suspicion
from tracker.registry.models import Facility
from tracker.registry.services import survey_facility
from tracker.registry.surveying import SurveyRow, merge_surveys
from tracker.targets.listing import put_target
from tracker.targets.models import Target
from tracker.targets.resolving import TargetRow
from tracker.targets.services import move
from tracker.values.errors import InvalidValue
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.receiving import receive

pytestmark = pytest.mark.django_db
DAY = date(2010, 9, 1)
SERIAL = "JC-2003/0457"


@pytest.fixture
def retired() -> Target:
    """A mill in Fuyang that was dismantled and reported complete."""
    county = OfficerFactory(role=Role.COUNTY)
    facility = FacilityFactory(enterprise__region=county.region, serial_number=SERIAL, name="Φ2.2×7m 水泥磨")
    target = furnish(TargetFactory(facility=facility))
    for verb in ("dismantle", "report"):
        target = move(target=target, verb=verb, on=DAY, by=county, seen_version=target.version)
    return target


@pytest.fixture
def ningbo() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))


def row(target: Target, **changes: Any) -> SurveyRow:
    said = {
        "region_id": "330203", "enterprise_name": "宁波某水泥有限公司", "industry_id": target.industry_id,
        "facility_name": "3号水泥磨", "status": "operating", "serial_number": "jc2003 0457", **changes,
    }  # fmt: skip
    return SurveyRow(**said)


def entered(said: SurveyRow, by: Officer, *, dry_run: bool = False) -> Any:
    with acting(by.actor):
        return merge_surveys(rows=[said], by=by, on=DAY, reason="调查", dry_run=dry_run)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_serial_number_that_was_eliminated_elsewhere_is_refused_at_once(
    retired: Target, ningbo: Officer, dry_run: bool
) -> None:
    with pytest.raises(InvalidValue, match="已完成淘汰") as refused:
        entered(row(retired), ningbo, dry_run=dry_run)
    assert refused.value.code == "retired_equipment"
    assert retired.enterprise.name not in str(refused.value.message)


@pytest.mark.parametrize(
    "changes", [{"serial_number": "JC-2003/0458"}, {"serial_number": ""}, {"serial_number": "457"}]
)
def test_another_serial_number_or_none_is_another_machine(
    retired: Target, ningbo: Officer, changes: dict[str, str]
) -> None:
    assert entered(row(retired, **changes), ningbo).count("create") == 1


def test_the_same_number_in_another_industry_is_another_machine(retired: Target, ningbo: Officer) -> None:
    assert entered(row(retired, industry_id="paper"), ningbo).count("create") == 1


def test_its_name_written_otherwise_is_refused_within_its_enterprise(retired: Target) -> None:
    owner = retired.enterprise
    said = row(
        retired, region_id=owner.region_id, enterprise_name=owner.name, credit_code=owner.credit_code,
        facility_name="φ2.2*7米水泥磨", serial_number="",
    )  # fmt: skip
    with pytest.raises(InvalidValue, match="同名装备"):
        entered(said, OfficerFactory(role=Role.COUNTY))


def test_the_eliminated_machine_itself_cannot_be_surveyed_as_running(retired: Target) -> None:
    facility = Facility.objects.get(pk=retired.facility_id)
    assert facility.retired_on == DAY
    said: dict[str, Any] = {"on": DAY, "by": OfficerFactory(role=Role.COUNTY), "reason": "调查"}
    facility = survey_facility(
        facility=facility, changes={"status": "dismantled"}, seen_version=facility.version, **said
    )  # fmt: skip
    with pytest.raises(InvalidValue, match="已完成淘汰"):
        survey_facility(facility=facility, changes={"status": "operating"}, seen_version=facility.version, **said)


def test_a_target_list_cannot_bring_it_back_under_another_spelling(retired: Target) -> None:
    owner = retired.enterprise
    plan = PlanFactory(year=2011)
    said = TargetRow(
        region_id=owner.region_id, enterprise_name=owner.name, industry_id=retired.industry_id, amount=Decimal(10),
        facility_name="Φ2.2×7米 水泥磨", unit=retired.unit, deadline=plan.deadline, credit_code=owner.credit_code,
    )  # fmt: skip
    with pytest.raises(InvalidValue, match="同名装备"):
        put_target(plan=plan, row=said, by=OfficerFactory(role=Role.COUNTY))


def test_a_workbook_is_refused_with_the_reason(retired: Target, ningbo: Officer) -> None:
    lines = (
        "设区市,县(市、区),企业名称,行业,装备名称及型号,状态,出厂编号",
        f"宁波市,海曙区,宁波某水泥有限公司,水泥,3号水泥磨,在产,{SERIAL}",
    )
    file = ContentFile("\n".join(lines).encode(), name="survey.csv")
    seen = read_and_preview(str(receive(file=file, kind="facilities", plan=retired.plan, by=ningbo).pk))
    assert seen.state == "refused"
    assert SERIAL in str(seen.errors)


def test_the_province_may_register_it_and_the_nightly_search_asks_for_a_verdict(retired: Target) -> None:
    entered(row(retired), OfficerFactory())
    look_for_comeback(on=DAY)
    assert {one.kind for one in Suspicion.objects.all()} == {Suspicion.Kind.MOVED}


def test_what_failed_its_inspection_is_not_eliminated_any_more(retired: Target, ningbo: Officer) -> None:
    move(target=retired, verb="fail", on=DAY, by=OfficerFactory(), seen_version=retired.version, reason="主机仍在")
    assert Facility.objects.get(pk=retired.facility_id).retired_on is None
    assert entered(row(retired), ningbo).count("create") == 1
