"""Pages of plans, the allocation assistant, adjustments and what follows a signed contract."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from fixtures import reference
from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory, PlanFactory, QuotaFactory
from tests.web.conftest import World
from tracker.contracts.models import Contract
from tracker.contracts.services import draft_contracts
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.adjustment_tables import Adjustment
from tracker.quotas.models import Plan, Quota
from tracker.regions.models import Region

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


@pytest.fixture
def plan() -> Plan:
    """A draft of cement: 100 of the province, 60 of it Hangzhou's; 40 handed on to nobody."""
    plan = PlanFactory(code="TEST-DRAFT", state="draft", issued_on=None)
    whole = QuotaFactory(plan=plan, region=Region.objects.get(pk="330000"), content="机立窑", amount=100)
    QuotaFactory(plan=plan, content="机立窑", amount=60, parent=whole)
    for county, capacity in (("330183", 300), ("330281", 100)):
        owner = EnterpriseFactory(region=reference.region(county))
        FacilityFactory(enterprise=owner, capacity=Decimal(capacity), capacity_unit="万吨")
    return plan


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def at_province(province: Officer) -> Client:
    return signed_in(province)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_a_plan_that_does_not_add_up_says_where_and_by_how_much(plan: Plan, at_province: Client) -> None:
    shown = text(at_province.get(f"/plans/{plan.pk}/"))
    assert "有 1 处分解数量少于任务量" in shown
    assert "-40" in shown
    refused = at_province.post(f"/plans/{plan.pk}/check/", {"version": plan.version})
    assert refused.status_code == 400
    assert "相差 40" in text(refused)
    assert Plan.objects.get(pk=plan.pk).state == "draft"


def test_the_assistant_proposes_writes_and_the_plan_is_issued(plan: Plan, at_province: Client) -> None:
    whole = Quota.objects.get(plan=plan, region="330000")
    page = at_province.get(f"/quotas/{whole.pk}/allocate/")
    assert "75" in text(page)
    rows = page.context["rows"]
    posted = {f"amount_{row['part']['region_id']}": str(row["part"]["amount"]) for row in rows}
    posted |= {f"seen_{row['part']['region_id']}": str(row["version"]) for row in rows}
    answer = at_province.post(
        f"/quotas/{whole.pk}/allocate/", posted | {"version": str(whole.version), "reason": "按存量分解"}
    )
    assert answer.status_code == 302, text(answer)
    parts = dict(Quota.objects.filter(parent=whole).values_list("region_id", "amount"))
    assert parts == {"330100": 75, "330200": 25}
    at_province.post(f"/plans/{plan.pk}/check/", {"version": 1})
    at_province.post(f"/plans/{plan.pk}/issue/", {"version": 2, "document_number": "浙淘汰办〔2010〕1号"})
    assert Plan.objects.get(pk=plan.pk).state == "issued"
    assert "第 1 版" in text(at_province.get(f"/plans/{plan.pk}/"))
    assert at_province.get(f"/plans/{plan.pk}/versions/").status_code == 200


def test_amounts_set_by_hand_stay_on_the_page(plan: Plan, at_province: Client) -> None:
    whole = Quota.objects.get(plan=plan, region="330000")
    page = at_province.get(f"/quotas/{whole.pk}/allocate/?basis=stock&step=1&fixed_330200=40")
    amounts = {row["part"]["region_id"]: row["part"]["amount"] for row in page.context["rows"] if row["part"]["amount"]}
    assert amounts == {"330100": 60, "330200": 40}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("floor_330100=30&cap_330100=20", "杭州市：下限 30 高于可分解的上限 20"),
        ("floor_330100=70&floor_330200=50", "各下限之和超过总量（120，应 ≤ 100"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_and_stays_on_the_page(
    plan: Plan, at_province: Client, asked: str, told: str
) -> None:
    whole = Quota.objects.get(plan=plan, region="330000")
    page = at_province.get(f"/quotas/{whole.pk}/allocate/?basis=stock&step=1&{asked}")
    assert told in text(page)
    assert page.context["rows"][0]["floor"].value() == asked[len("floor_330100=") :][:2]
    assert "按测算结果分解" not in text(page)


def test_the_second_officers_allocation_is_a_conflict_page(plan: Plan, at_province: Client) -> None:
    whole = Quota.objects.get(plan=plan, region="330000")
    posted = {"amount_330100": "60", "seen_330100": "1", "amount_330200": "40", "seen_330200": "", "reason": "分解"}
    assert at_province.post(f"/quotas/{whole.pk}/allocate/", posted | {"version": "1"}).status_code == 302
    second = at_province.post(f"/quotas/{whole.pk}/allocate/", posted | {"version": "1", "amount_330100": "70"})
    assert second.status_code == 409
    assert "您的分解没有写入" in text(second)


def test_a_city_asks_and_the_province_balances_and_approves(world: World, at_province: Client) -> None:
    hangzhou = signed_in(OfficerFactory(role=Role.MUNICIPAL))
    whole = QuotaFactory(
        plan=world.plan, region=Region.objects.get(pk="330000"), content=world.quota.content, amount=world.quota.amount
    )
    Quota.objects.filter(pk=world.quota.pk).update(parent=whole)
    asked = hangzhou.post(
        f"/adjustments/new/?plan={world.plan.code}",
        {"reason": "企业破产", "quota_1": world.quota.pk, "change_1": "-20"},
    )
    assert asked.status_code == 302, text(asked)
    adjustment = Adjustment.objects.get()
    page = f"/adjustments/{adjustment.pk}/"
    assert "撤回申请" in text(hangzhou.get(page))
    refused = at_province.post(f"{page}approve/", {"version": 1})
    assert refused.status_code == 400
    assert "相差 20" in text(refused)
    decided = {"version": 1, "document_number": "2号", "quota_1": whole.pk, "change_1": "-20"}
    assert at_province.post(f"{page}approve/", decided).status_code == 302
    assert Quota.objects.get(pk=world.quota.pk).amount == world.quota.amount - 20
    shown = text(at_province.get(page))
    assert "各级合计（调整前后）" in shown
    assert "已批准" in shown


def test_a_refusal_without_a_reason_is_told(world: World, at_province: Client) -> None:
    hangzhou = signed_in(OfficerFactory(role=Role.MUNICIPAL))
    hangzhou.post("/adjustments/new/", {"reason": "企业破产", "quota_1": world.quota.pk, "change_1": "-20"})
    page = f"/adjustments/{Adjustment.objects.get().pk}/"
    assert at_province.post(f"{page}refuse/", {"version": 1}).status_code == 400
    assert at_province.post(f"{page}refuse/", {"version": 1, "note": "理由不足"}).status_code == 302
    assert "理由不足" in text(hangzhou.get(page))


def test_another_city_does_not_know_of_the_request(world: World) -> None:
    hangzhou = signed_in(OfficerFactory(role=Role.MUNICIPAL))
    hangzhou.post("/adjustments/new/", {"reason": "企业破产", "quota_1": world.quota.pk, "change_1": "-20"})
    ningbo = signed_in(OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200")))
    assert ningbo.get(f"/adjustments/{Adjustment.objects.get().pk}/").status_code == 404
    assert "企业破产" not in text(ningbo.get("/adjustments/"))


def test_a_substitute_is_offered_from_the_registry(world: World) -> None:
    target = world.targets[0]
    FacilityFactory(enterprise=target.enterprise, name="备用磨机", capacity=Decimal(99), capacity_unit="万吨")
    FacilityFactory(
        enterprise=target.enterprise,
        name="旧磨机",
        capacity=Decimal(99),
        capacity_unit="万吨",
        retired_on=date(2010, 8, 1),
    )
    FacilityFactory(
        enterprise=target.enterprise,
        name="重复磨机",
        capacity=Decimal(99),
        capacity_unit="万吨",
        merged_into=target.facility,
    )
    page = text(signed_in(OfficerFactory(role=Role.MUNICIPAL)).get(f"/adjustments/new/?outgoing={target.pk}"))
    assert f"{target.enterprise.name} · 备用磨机（99 万吨）" in page
    assert "旧磨机" not in page
    assert "重复磨机" not in page


def test_the_ceremony_list_and_the_paper(world: World, at_province: Client, province: Officer) -> None:
    draft_contracts(plan=world.plan, by=province)
    assert "尚有 1 家未签" in text(at_province.get(f"/contracts/ceremony/?plan={world.plan.code}"))
    contract = Contract.objects.get(plan=world.plan)
    paper = at_province.get(f"/contracts/{contract.pk}/paper.docx")
    assert b"".join(paper.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert "attachment" in paper["Content-Disposition"]


@pytest.mark.parametrize("name", ["circular.docx", "tasks.docx"])
def test_the_plans_papers_can_be_had(world: World, at_province: Client, name: str) -> None:
    paper = at_province.get(f"/plans/{world.plan.pk}/{name}")
    assert b"".join(paper.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_without_libreoffice_the_button_says_so(
    world: World, at_province: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.documents.pdf.shutil.which", lambda name: None)
    answer = at_province.post(f"/plans/{world.plan.pk}/tasks.pdf", follow=True)
    assert "未安装 LibreOffice" in text(answer)


def test_a_scan_is_attached_downloaded_and_never_shown_inline(
    world: World, at_province: Client, settings: Settings, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    page = f"/contracts/{world.contract.pk}/"
    at_province.post(f"{page}issue/", {"version": world.contract.version})
    signed = {"version": 2, "signed_on": date(2010, 9, 1), "party_a_name": "甲某", "party_b_name": "乙某"}
    at_province.post(f"{page}sign/", signed)
    answer = at_province.post(f"{page}scans/", {"file": SimpleUploadedFile("签字.pdf", PDF)}, follow=True)
    assert "签字.pdf" in text(answer)
    scan = at_province.get(f"{page}scan/")
    assert b"".join(scan.streaming_content) == PDF  # type: ignore[attr-defined]
    assert scan["Content-Disposition"].startswith("attachment")
    refused = at_province.post(f"{page}scans/", {"file": SimpleUploadedFile("签字.pdf", b"<html>")})
    assert refused.status_code == 400
    assert "PDF、JPEG 或 PNG" in text(refused)


def test_a_new_plan_begins_as_a_draft(at_province: Client) -> None:
    said = {"code": "ZJ-2031", "year": 2031, "title": "新计划", "deadline": "2031-09-15"}
    assert at_province.post("/plans/new/", said).status_code == 302
    assert Plan.objects.get(code="ZJ-2031").state == "draft"


@pytest.mark.parametrize("path", ["/plans/", "/adjustments/", "/contracts/ceremony/"])
def test_pages_work_for_everyone_who_may_see_them(path: str, world: World) -> None:
    makers: list[Callable[[], Officer]] = [
        lambda: OfficerFactory(role=Role.MUNICIPAL),
        lambda: OfficerFactory(role=Role.COUNTY),
        lambda: OfficerFactory(role=Role.AUDITOR),
    ]
    assert [signed_in(make()).get(path).status_code for make in makers] == [200, 200, 200]
