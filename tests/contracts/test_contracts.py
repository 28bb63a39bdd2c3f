"""Contracts: drawn up from the issued quotas, signed, frozen, compared with today's plan, concluded by what was accepted."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, transaction
from pytest_django import Settings

from fixtures import reference
from fixtures.factories import OfficerFactory, PlanFactory, QuotaFactory, TargetFactory
from tests.figures import told
from tracker.contracts.comparing import ceremony, compare_with_plan
from tracker.contracts.models import Contract, ContractLine
from tracker.contracts.scans import attach_scan
from tracker.contracts.services import (
    allowed_contract_moves,
    draft_contracts,
    issue_contract,
    sign_contract,
    supersede_contract,
)
from tracker.contracts.states import ContractState
from tracker.contracts.wording import ContractTerm, Signatory
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region
from tracker.targets.fulfilment import conclude, performance
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState

pytestmark = pytest.mark.django_db
ISSUED, SIGNED, LATER = date(2010, 7, 1), date(2010, 7, 22), date(2010, 9, 20)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def hangzhou() -> Officer:
    return OfficerFactory(role=Role.MUNICIPAL)


@pytest.fixture
def plan() -> Plan:
    ContractTerm.objects.update_or_create(
        number=3, defaults={"heading": "完成期限", "text": "{party_b}在{deadline}（含当日）前完成{year}年度任务。"}
    )
    plan = PlanFactory()
    whole = task(plan, "330000", 100, 10, None)
    hangzhou = task(plan, "330100", 60, 6, whole)
    task(plan, "330200", 40, 4, whole)
    task(plan, "330183", 60, 6, hangzhou)
    return plan


def task(plan: Plan, code: str, amount: int, count: int, parent: Quota | None) -> Quota:
    counted = {"equipment_count": count, "equipment_unit": "台"}
    place = Region.objects.get(pk=code)
    return QuotaFactory(plan=plan, region=place, content="机立窑", amount=amount, parent=parent, **counted)


def contract_of(plan: Plan, code: str) -> Contract:
    return Contract.objects.exclude(state=ContractState.SUPERSEDED).get(plan=plan, region=code)


def signed(plan: Plan, by: Officer, code: str = "330100") -> Contract:
    draft_contracts(plan=plan, by=by)
    contract = contract_of(plan, code)
    contract = issue_contract(contract=contract, by=by, on=ISSUED, seen_version=contract.version)
    return sign_contract(
        contract=contract, by=by, on=SIGNED, seen_version=contract.version, party_a_name="甲某", party_b_name="乙某"
    )


def test_every_city_gets_a_contract_with_its_amounts_and_clauses(plan: Plan, province: Officer) -> None:
    assert draft_contracts(plan=plan, by=province) == 2
    contract = contract_of(plan, "330100")
    assert told(contract.party_a, contract.party_b) == ("浙江省人民政府", "杭州市人民政府")
    lines = contract.lines.values_list("amount", "unit", "equipment_count")
    assert [told(*line) for line in lines] == [(60, "万吨", 6)]
    text = contract.clauses.get(number=3).text
    assert text == "杭州市人民政府在2010年9月15日（含当日）前完成2010年度任务。"


def test_named_signatories_sign_for_their_governments(plan: Plan, province: Officer) -> None:
    Signatory.objects.create(
        plan=plan,
        region_id="330100",
        party_a_id="gov-zhejiang",
        party_a_title="浙江省分管副省长",
        party_b_id="gov-hangzhou",
        party_b_title="杭州市分管副市长",
        party_b_name="某某",
    )
    draft_contracts(plan=plan, by=province)
    contract = contract_of(plan, "330100")
    assert told(contract.party_a_title, contract.party_b_title, contract.party_b_name) == (
        "浙江省分管副省长",
        "杭州市分管副市长",
        "某某",
    )


def test_a_city_draws_up_contracts_with_its_own_counties_only(plan: Plan, hangzhou: Officer, province: Officer) -> None:
    draft_contracts(plan=plan, by=province)
    assert draft_contracts(plan=plan, by=hangzhou, level="county") == 1
    county, city = contract_of(plan, "330183"), contract_of(plan, "330100")
    assert told(county.party_a, county.party_b) == ("杭州市人民政府", "富阳市人民政府")
    assert [step.verb for step in allowed_contract_moves(county, hangzhou)] == ["issue"]
    assert allowed_contract_moves(city, hangzhou) == []
    with pytest.raises(NotAllowed):
        issue_contract(contract=city, by=hangzhou, on=ISSUED, seen_version=city.version)
    with pytest.raises(NotAllowed):
        draft_contracts(plan=plan, by=hangzhou)


def test_another_citys_county_contract_is_not_found(plan: Plan, hangzhou: Officer) -> None:
    draft_contracts(plan=plan, by=hangzhou, level="county")
    ningbo = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    with pytest.raises(NotFound):
        issue_contract(contract=contract_of(plan, "330183"), by=ningbo, on=ISSUED, seen_version=1)


def test_a_department_signs_for_the_industries_it_leads(plan: Plan, province: Officer) -> None:
    assert draft_contracts(plan=plan, by=province, level="department") == 1
    contract = Contract.objects.get(plan=plan, level="department")
    assert contract.party_b == contract.organisation.name  # type: ignore[union-attr]
    assert list(contract.lines.values_list("amount", flat=True)) == [100]


def test_drafts_are_drawn_up_anew_and_what_was_issued_stays(plan: Plan, province: Officer) -> None:
    draft_contracts(plan=plan, by=province)
    issued = contract_of(plan, "330100")
    issue_contract(contract=issued, by=province, on=ISSUED, seen_version=issued.version)
    Quota.objects.filter(plan=plan, region="330200").update(amount=45)
    assert draft_contracts(plan=plan, by=province) == 1
    assert contract_of(plan, "330200").lines.get().amount == 45
    assert contract_of(plan, "330100").pk == issued.pk


def test_a_signed_contract_is_frozen_whoever_writes(plan: Plan, province: Officer) -> None:
    contract = signed(plan, province)
    for rows in (ContractLine.objects.filter(contract=contract), contract.clauses.all()):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            rows.update(region="330100")


def test_it_is_not_signed_before_it_was_issued_nor_twice(plan: Plan, province: Officer) -> None:
    draft_contracts(plan=plan, by=province)
    contract = contract_of(plan, "330100")
    with pytest.raises(IllegalState):
        sign_contract(contract=contract, by=province, on=SIGNED, seen_version=contract.version)
    contract = issue_contract(contract=contract, by=province, on=SIGNED, seen_version=contract.version)
    with pytest.raises(InvalidValue, match="不能早于"):
        sign_contract(contract=contract, by=province, on=ISSUED, seen_version=contract.version)
    stale = contract.version
    done = sign_contract(contract=contract, by=province, on=SIGNED, seen_version=contract.version)
    with pytest.raises(StaleState):
        sign_contract(contract=contract, by=province, on=SIGNED, seen_version=stale)
    with pytest.raises(IllegalState):
        sign_contract(contract=done, by=province, on=SIGNED, seen_version=done.version)


def test_the_contract_is_compared_with_todays_plan(plan: Plan, province: Officer) -> None:
    contract = signed(plan, province)
    Quota.objects.filter(plan=plan, region="330100").update(amount=55, equipment_count=5)
    QuotaFactory(plan=plan, region=reference.region("330100"), content="小粉磨", amount=3)
    rows = {one.content: told(one.contracted, one.today, one.difference) for one in compare_with_plan(contract)}
    assert rows == {"机立窑": (60, 55, -5), "小粉磨": (None, 3, 3)}


def test_a_new_contract_takes_the_place_of_the_old_one_and_names_it(plan: Plan, province: Officer) -> None:
    old = signed(plan, province)
    Quota.objects.filter(plan=plan, region="330100").update(amount=55)
    new = supersede_contract(contract=old, by=province, on=LATER, reason="任务调整", seen_version=old.version)
    old.refresh_from_db()
    assert told(old.state, old.lines.get().amount) == (ContractState.SUPERSEDED, 60)
    assert told(new.supersedes, new.state, new.lines.get().amount) == (old, ContractState.DRAFT, 55)
    assert new.number == f"{old.number}/2"


def test_the_ceremony_list_names_who_has_not_signed_first(plan: Plan, province: Officer) -> None:
    signed(plan, province, "330100")
    places = ceremony(plan, province)
    assert [(place.name, place.has_signed) for place in places] == [("宁波市", False), ("杭州市", True)]


def test_fulfilled_only_when_capacity_and_equipment_were_accepted(plan: Plan, province: Officer) -> None:
    contract, own = signed(plan, province), Quota.objects.get(plan=plan, region="330183")
    facts = {"stage": "accepted", "completed_on": SIGNED, "accepted_on": SIGNED}
    counted = {"equipment_unit": "台", **facts}
    TargetFactory(plan=plan, quota=own, amount=Decimal(60), equipment_count=5, **counted)
    (line,) = performance(contract, province, LATER)
    assert told(line.accepted, line.equipment_accepted, line.is_met) == (60, 5, False)
    with pytest.raises(IllegalState, match="未验收"):
        conclude(contract=contract, verb="fulfil", by=province, on=LATER, seen_version=contract.version)
    TargetFactory(plan=plan, quota=own, amount=Decimal(1), equipment_count=1, **counted)
    kept = conclude(contract=contract, verb="fulfil", by=province, on=LATER, seen_version=contract.version)
    assert told(kept.state, kept.closed_on) == (ContractState.FULFILLED, LATER)


def test_a_breach_says_why(plan: Plan, province: Officer) -> None:
    contract = signed(plan, province)
    with pytest.raises(InvalidValue):
        conclude(contract=contract, verb="breach", by=province, on=LATER, seen_version=contract.version)
    broken = conclude(
        contract=contract, verb="breach", by=province, on=LATER, seen_version=contract.version, note="两台未拆除"
    )
    assert told(broken.state, broken.closing_note) == (ContractState.BREACHED, "两台未拆除")


def upload(data: bytes, name: str = "扫描件.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0 picture \xff\xd9", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n picture IEND\xaeB`\x82", "image/png"),
    ],
)
def test_a_scan_is_kept_with_its_digest_whatever_its_name_says(
    plan: Plan, province: Officer, settings: Settings, tmp_path: object, data: bytes, kind: str
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    contract = signed(plan, province)
    scan = attach_scan(contract=contract, file=upload(data, "../../责任状\u202e.exe"), by=province, on=SIGNED)
    assert told(scan.content_type, scan.size, len(scan.sha256)) == (kind, len(data), 64)
    assert scan.file_name.startswith("责任状.")
    assert scan.file.read() == data
    assert attach_scan(contract=contract, file=upload(data), by=province, on=SIGNED) == scan


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><script>alert(1)</script>", "scan_type"),
        (b"PK\x03\x04" + PDF, "scan_type"),
        (b"%PDF-1.4 never ends", "scan_type"),
        (b"\xff\xd8\xff\xe0 picture \xff\xd9<?php", "scan_type"),
        (PDF.replace(b"<<>>endobj", b"<</OpenAction<</S/JavaScript>>>>endobj"), "active_content"),
    ],
)
def test_what_is_no_scan_is_refused(plan: Plan, province: Officer, data: bytes, code: str) -> None:
    contract = signed(plan, province)
    with pytest.raises(InvalidValue) as refused:
        attach_scan(contract=contract, file=upload(data), by=province, on=SIGNED)
    assert refused.value.code == code


def test_a_draft_has_no_scan(plan: Plan, province: Officer) -> None:
    draft_contracts(plan=plan, by=province)
    with pytest.raises(IllegalState):
        attach_scan(contract=contract_of(plan, "330100"), file=upload(PDF), by=province, on=SIGNED)
