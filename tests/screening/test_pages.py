"""Pages and commands of catalogue, screening and survey, as an officer uses them."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from fixtures.factories import EnterpriseFactory, FacilityFactory, OfficerFactory, PlanFactory
from tracker.catalogue.models import CatalogueEdition, CatalogueEntry
from tracker.officers.roles import Role
from tracker.registry.models import Enterprise
from tracker.screening.models import ScreeningRun
from tracker.targets.models import Target

pytestmark = pytest.mark.django_db


def browser(role: Role = Role.PROVINCIAL) -> Client:
    client = Client()
    client.force_login(OfficerFactory(role=role))
    return client


def mill(**given: object) -> object:
    return FacilityFactory(kind_id="cement-mill", attributes={"diameter_m": "2.2", "product": "熟料"}, **given)


def criteria(*rows: dict[str, str]) -> dict[str, str]:
    sent = {"c-TOTAL_FORMS": str(len(rows)), "c-INITIAL_FORMS": "0", "c-MIN_NUM_FORMS": "0", "c-MAX_NUM_FORMS": "60"}
    return sent | {f"c-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}


ENTRY = {
    "number": "10",
    "tier": "eliminate",
    "kind": "equipment",
    "industry": "cement",
    "title": "磨机",
    "version": "1",
}
KIND = {"group": "1", "attribute": "facility_kind", "comparator": "=", "threshold": "cement-mill"}


def diameter(metres: str) -> dict[str, str]:
    return {"group": "1", "attribute": "diameter_m", "comparator": "<=", "threshold": metres, "unit": "m"}


def test_the_catalogue_reads_its_criteria_as_sentences() -> None:
    page = browser().get(reverse("catalogue"), {"edition": "ZJ-2010"}).content.decode()
    assert "装备类型是 水泥粉磨机，且磨机直径小于等于 3 m" in page
    assert "（炉子用途是 机械铸造的除外）" in page


def test_an_edition_is_drafted_changed_and_published_from_its_pages() -> None:
    client = browser()
    base = CatalogueEdition.objects.get(code="ZJ-2010")
    client.post(reverse("catalogue_draft"), {"code": "ZJ-2011", "title": "2011年本", "based_on": base.pk})
    entry = CatalogueEntry.objects.get(edition__code="ZJ-2011", number="10")
    row = {**ENTRY, "text": "3.2米及以下"}
    answer = client.post(reverse("catalogue_entry", args=[entry.pk]), row | criteria(KIND, diameter("3.20")))
    assert answer.status_code == 302
    assert entry.criteria.get(attribute="diameter_m").threshold == "3.2"
    days = {"issued_on": "2011-06-01", "effective_on": "2011-06-01"}
    client.post(
        reverse("catalogue_publish", args=["ZJ-2011"]), {"document_number": "〔2011〕1号", "version": "1", **days}
    )
    published = CatalogueEdition.objects.get(code="ZJ-2011")
    assert (published.state, published.supersedes) == ("published", base)


def test_a_second_officer_saving_an_entry_is_shown_the_conflict() -> None:
    client = browser()
    client.post(
        reverse("catalogue_draft"),
        {"code": "D-1", "title": "草案", "based_on": CatalogueEdition.objects.get(code="ZJ-2010").pk},
    )
    entry = CatalogueEntry.objects.get(edition__code="D-1", number="10")
    row = {**ENTRY, "text": "甲"}
    address = reverse("catalogue_entry", args=[entry.pk])
    assert client.post(address, row | criteria(KIND, diameter("3"))).status_code == 302
    assert client.post(address, {**row, "text": "乙"} | criteria(KIND, diameter("4"))).status_code == 409


def test_the_form_counts_what_the_criteria_reach_while_they_are_typed() -> None:
    mill()
    client = browser()
    told = client.post(
        reverse("catalogue_count"), {"industry": "cement"} | criteria(KIND, diameter("3"))
    ).content.decode()
    assert "<b>1</b> 台（条）" in told
    told = client.post(
        reverse("catalogue_count"), {"industry": "cement"} | criteria(KIND, diameter("2"))
    ).content.decode()
    assert "<b>0</b> 台（条）" in told
    told = client.post(
        reverse("catalogue_count"), {"industry": "cement"} | criteria(KIND, diameter("大"))
    ).content.decode()
    assert "第 2 行" in told


def test_what_if_shows_figures_by_ownership() -> None:
    mill()
    page = browser().get(reverse("catalogue_what_if", args=["ZJ-2010"]), {"figures": "1"}).content.decode()
    assert "按所有制" in page
    assert "民营" in page


def test_what_if_is_asked_of_the_registry_of_any_day() -> None:
    mill(commissioned_on=date(2010, 8, 1))
    address, client = reverse("catalogue_what_if", args=["ZJ-2010"]), browser()
    counted = [
        client.get(address, {"figures": "1", "on": day}).context["changes"][0]["line"].facilities
        for day in ("2010-07-31", "2010-08-01", "")
    ]
    assert counted == [0, 1, 1]
    assert "2010年7月31日" in client.get(address, {"on": "2010-07-31"}).content.decode()


def test_an_entry_that_only_got_another_number_is_no_change() -> None:
    address = reverse("catalogue_what_if", args=["ZJ-2010"])
    page = browser().get(address, {"against": "ZJ-PRE2010"}).content.decode()
    assert "粘土砖瓦窑" in page
    assert "自焙槽电解工艺" not in page


def test_a_draft_is_held_against_what_it_was_drawn_up_from_and_a_renamed_entry_beside_what_it_was() -> None:
    client, old = browser(), CatalogueEdition.objects.get(code="ZJ-PRE2010")
    client.post(reverse("catalogue_draft"), {"code": "HIDES", "title": "测算稿", "based_on": old.pk})
    entry = CatalogueEntry.objects.get(edition__code="HIDES", industry="leather")
    row = {**ENTRY, "number": entry.number, "title": "年产20万标张以下制革", "industry": "leather", "text": "20万"}
    hides = {"group": "1", "attribute": "annual_capacity", "comparator": "<", "threshold": "20", "unit": "万标张"}
    kind = {"group": "1", "attribute": "facility_kind", "comparator": "=", "threshold": "tanning-line"}
    assert client.post(reverse("catalogue_entry", args=[entry.pk]), row | criteria(kind, hides)).status_code == 302
    page = client.get(reverse("catalogue_what_if", args=["HIDES"])).content.decode()
    assert "ZJ-PRE2010 相比" in page
    assert page.count("<del") == page.count("<ins") == 1


def test_the_edition_shown_is_the_one_chosen_in_the_filter() -> None:
    CatalogueEdition.objects.create(code="A-FIRST", title="一份草案")
    page = browser().get(reverse("catalogue")).content.decode()
    assert '<option value="ZJ-2010" selected>' in page


def test_drafts_are_shown_to_the_province_only() -> None:
    CatalogueEdition.objects.create(code="D-2", title="保密草案")
    assert "保密草案" in browser().get(reverse("catalogue")).content.decode()
    assert "保密草案" not in browser(Role.MUNICIPAL).get(reverse("catalogue")).content.decode()


def test_a_run_is_started_read_and_picked_into_the_plan() -> None:
    facility, plan, client = mill(), PlanFactory(), browser()
    edition = CatalogueEdition.objects.get(code="ZJ-2010")
    client.post(reverse("screening_start"), {"edition": edition.pk, "on": "2010-06-01"})
    run = ScreeningRun.objects.get()
    page = client.get(reverse("screening_run", args=[run.pk])).content.decode()
    assert "磨机直径小于等于 3 m" in page
    assert "实为 2.2 m" in page
    finding = run.findings.get()
    answer = client.post(
        reverse("screening_pick"), {"plan": plan.pk, "deadline": "2010-09-15", "finding": [finding.pk]}
    )
    assert answer.status_code == 302
    assert Target.objects.get(plan=plan).facility == facility


def test_two_runs_are_compared() -> None:
    mill()
    client = browser()
    for code in ("ZJ-PRE2010", "ZJ-2010"):
        client.post(
            reverse("screening_start"), {"edition": CatalogueEdition.objects.get(code=code).pk, "on": "2010-06-01"}
        )
    older, newer = ScreeningRun.objects.order_by("pk")
    page = client.get(reverse("screening_compare", args=[older.pk]), {"other": newer.pk}).content.decode()
    assert "水泥磨" in page


def test_the_check_names_edition_tier_and_entry_of_the_day() -> None:
    client = browser(Role.DEPARTMENT)
    page = client.get(reverse("catalogue_check"), {"q": "粉磨机", "on": "2010-09-01"}).content.decode()
    assert "3米及以下水泥粉磨机" in page
    assert "2010年本" in page
    assert (
        "未列入目录" in client.get(reverse("catalogue_check"), {"q": "风力发电机", "on": "2010-09-01"}).content.decode()
    )


def test_a_survey_is_noted_on_the_facilitys_page() -> None:
    facility = FacilityFactory(kind_id="cement-mill")
    client = browser(Role.MUNICIPAL)
    said = {"on": "2010-06-01", "kind": "cement-mill", "industry": "cement", "status": "idle", "version": "1"}
    found = {"reason": "现场调查", "p_diameter_m": "2200mm"}
    answer = client.post(reverse("enterprise_facility_survey", args=[facility.pk]), said | found)
    assert answer.status_code == 302
    page = client.get(reverse("enterprise_facility", args=[facility.pk])).content.decode()
    assert "2.2 m" in page
    assert "现场调查" in page


def test_duplicates_are_listed_and_merged() -> None:
    keep, drop = (
        EnterpriseFactory(name=name, credit_code=None, code_kind="none")
        for name in ("长山水泥有限公司", "长山水泥有限责任公司")
    )
    client = browser(Role.MUNICIPAL)
    assert "去掉地名、组织形式后名称相同" in client.get(reverse("enterprise_duplicates")).content.decode()
    client.post(reverse("enterprise_merge"), {"keep": keep.pk, "drop": drop.pk, "version": "1"})
    assert Enterprise.objects.get(pk=drop.pk).merged_into == keep


def test_the_survey_of_an_industry_is_downloaded_as_a_workbook() -> None:
    PlanFactory()
    mill()
    answer = browser(Role.MUNICIPAL).get(reverse("enterprise_questionnaire", args=["cement"]))
    assert answer.getvalue().startswith(b"PK")


def test_yearly_figures_are_shown_by_the_mu() -> None:
    enterprise, client = EnterpriseFactory(), browser(Role.MUNICIPAL)
    client.post(reverse("enterprise_year", args=[enterprise.pk]), {"year": "2009", "tax": "300", "land": "40"})
    assert "7.50" in client.get(reverse("enterprise", args=[enterprise.pk])).content.decode()


def test_the_command_runs_an_edition_and_tells_the_counts() -> None:
    mill()
    out = StringIO()
    call_command("screen_catalogue", edition="ZJ-2010", on=date(2010, 6, 1), json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["status"], told["facilities"], told["matched"], told["survey"]) == ("done", 1, 1, 0)


@pytest.mark.parametrize("code", ["NOTHING", "D-3"])
def test_the_command_refuses_what_cannot_be_run(code: str) -> None:
    CatalogueEdition.objects.create(code="D-3", title="草案")
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("screen_catalogue", edition=code, json=True, stdout=out)
    assert left.value.code == 1
    assert json.loads(out.getvalue())["errors"]
