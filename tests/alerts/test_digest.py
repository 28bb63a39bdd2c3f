"""The digest: who is told of what, once, in their language, in a form that mail programs can show."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import resolve
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fixtures import reference
from fixtures.factories import DEADLINE, EnterpriseFactory, FacilityFactory, OfficerFactory, TargetFactory
from tracker.alerts.models import Alert, AlertNotice
from tracker.alerts.news import LISTED
from tracker.alerts.services import scan
from tracker.jobs.models import OutboxMail
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.regions.models import Region
from tracker.registry.models import Enterprise
from tracker.targets.models import Target

pytestmark = pytest.mark.django_db

NEXT_DAY = DEADLINE + timedelta(days=1)
NINGBO = "330200"


def target_in(code: str, name: str = "富阳水泥厂", **more: object) -> Target:
    region = reference.region(code)
    known = Enterprise.objects.filter(name=name, region=region).first()
    facility = FacilityFactory(enterprise=known or EnterpriseFactory(name=name, region=region))
    made: Target = TargetFactory(facility=facility, **more)
    return made


def officer(role: Role, code: str, **more: object) -> Officer:
    made: Officer = OfficerFactory(role=role, region=reference.region(code), **more)
    return made


def mail_of(reader: Officer) -> OutboxMail:
    return OutboxMail.objects.get(officer=reader)


def test_one_mail_a_recipient_however_many_targets() -> None:
    for _ in range(5):
        target_in(reference.FUYANG)
    reader = officer(Role.COUNTY, reference.FUYANG)
    assert scan(on=NEXT_DAY).queued_mail == 1
    assert mail_of(reader).to == reader.email


def test_an_english_mail_names_places_in_english() -> None:
    target_in(reference.FUYANG)
    reader = officer(Role.COUNTY, reference.FUYANG, language="en")
    scan(on=NEXT_DAY)
    mail = mail_of(reader)
    assert "Fuyang" in mail.subject
    assert "| Fuyang City |" in mail.text
    assert ">Fuyang City<" in mail.html
    assert reader.region.name not in mail.text + mail.html + mail.subject


def test_nobody_is_told_twice() -> None:
    target_in(reference.FUYANG)
    officer(Role.COUNTY, reference.FUYANG)
    scan(on=NEXT_DAY)
    scan(on=NEXT_DAY)
    scan(on=NEXT_DAY + timedelta(days=1))
    assert OutboxMail.objects.count() == 1


def test_city_and_county_get_their_own_targets_and_nobody_elses() -> None:
    target_in(reference.FUYANG, "富阳水泥厂")
    target_in(NINGBO, "宁波水泥厂")
    county, city = officer(Role.COUNTY, reference.FUYANG), officer(Role.MUNICIPAL, reference.HANGZHOU)
    other = officer(Role.MUNICIPAL, NINGBO)
    assert scan(on=NEXT_DAY).queued_mail == 3
    for reader, own, foreign in ((county, "富阳", "宁波"), (city, "富阳", "宁波"), (other, "宁波", "富阳")):
        for body in (mail_of(reader).text, mail_of(reader).html):
            assert f"{own}水泥厂" in body
            assert f"{foreign}水泥厂" not in body


def test_the_province_gets_a_summary_by_city() -> None:
    target_in(reference.FUYANG)
    target_in(NINGBO)
    target_in(NINGBO, deadline=NEXT_DAY + timedelta(days=5))
    reader = officer(Role.PROVINCIAL, reference.PROVINCE)
    scan(on=NEXT_DAY)
    body = mail_of(reader).text
    assert "富阳水泥厂" not in body
    rows = [line for line in body.splitlines() if line.startswith(("杭州市", "宁波市"))]
    assert [[word for word in row.replace(",", " ").split() if word.isdigit()] for row in rows] == [
        ["1", "0", "1", "0"],
        ["1", "1", "1", "1"],
    ]


def test_a_row_says_enterprise_facility_county_amount_day_and_lateness(settings: Settings) -> None:
    settings.SITE_URL = "https://tracker.example/"
    target = target_in(reference.FUYANG, amount=Decimal("1234.5000"))
    reader = officer(Role.COUNTY, reference.FUYANG)
    scan(on=DEADLINE + timedelta(days=12))
    for body in (mail_of(reader).text, mail_of(reader).html):
        for said in ("富阳水泥厂", "Φ2.2×7m 水泥磨", target.region.name, "1,234.5 万吨", "2010-09-15", "12"):
            assert said in body
        assert f"https://tracker.example/targets/{target.pk}/" in body


def test_the_links_lead_to_pages_that_exist() -> None:
    assert resolve("/targets/1/").url_name == "target"
    assert resolve("/alerts/").url_name == "alerts"


def test_the_mail_is_in_the_officers_language() -> None:
    target_in(reference.FUYANG)
    chinese = officer(Role.COUNTY, reference.FUYANG)
    english = officer(Role.COUNTY, reference.FUYANG, language="en")
    scan(on=NEXT_DAY)
    assert mail_of(chinese).subject == "淘汰落后产能预警 2010-09-16 富阳市：新增逾期 1 项，临近到期 0 项"
    assert "逾期天数" in mail_of(chinese).html
    assert "newly overdue" in mail_of(english).subject
    assert "逾期" not in mail_of(english).text + mail_of(english).html
    assert 'lang="en"' in mail_of(english).html


def test_a_name_cannot_smuggle_markup_into_the_mail() -> None:
    target_in(reference.FUYANG, "<b>甲</b>&厂")
    reader = officer(Role.COUNTY, reference.FUYANG)
    scan(on=NEXT_DAY)
    assert "&lt;b&gt;甲&lt;/b&gt;&amp;厂" in mail_of(reader).html
    assert "<b>甲</b>&厂" in mail_of(reader).text


def test_a_long_list_is_cut_and_says_how_much_is_left_out() -> None:
    for _ in range(3):
        target_in(reference.FUYANG, deadline=DEADLINE - timedelta(days=9))
    for _ in range(LISTED):
        target_in(NINGBO.replace("02", "01"))
    reader = officer(Role.MUNICIPAL, reference.HANGZHOU)
    scan(on=NEXT_DAY)
    assert mail_of(reader).html.count("/targets/") == LISTED
    assert "另有 3 项未列出" in mail_of(reader).text
    assert mail_of(reader).text.count("2010-09-06") == 3


def test_administrators_auditors_the_disabled_and_those_without_address_get_nothing() -> None:
    target_in(reference.FUYANG)
    for role in (Role.AUDITOR, Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN, Role.DEPARTMENT):
        officer(role, reference.PROVINCE)
    officer(Role.COUNTY, reference.FUYANG, is_active=False)
    officer(Role.COUNTY, reference.FUYANG, email="")
    assert scan(on=NEXT_DAY).queued_mail == 0


def test_a_region_answers_for_the_one_it_succeeded() -> None:
    target_in(reference.FUYANG)
    gone = Region.objects.get(pk=reference.FUYANG)
    heir = Region.objects.create(
        code="330199", name="继任区", short_name="继任", level="county", parent=gone.parent, valid_from=date(2014, 1, 1)
    )
    Region.objects.filter(pk=gone.pk).update(successor=heir)
    reader = officer(Role.COUNTY, heir.code)
    assert scan(on=NEXT_DAY).queued_mail == 1
    assert "富阳水泥厂" in mail_of(reader).text


def test_it_is_on_record_who_was_told_of_an_alert() -> None:
    target_in(reference.FUYANG)
    county, city = officer(Role.COUNTY, reference.FUYANG), officer(Role.MUNICIPAL, reference.HANGZHOU)
    officer(Role.MUNICIPAL, NINGBO)
    scan(on=NEXT_DAY)
    told = AlertNotice.objects.of(Alert.objects.get())
    assert {(notice.officer, notice.mail.officer) for notice in told} == {(county, county), (city, city)}


def test_alerts_of_missed_days_are_told_in_one_digest() -> None:
    target_in(reference.FUYANG, "甲厂", deadline=DEADLINE)
    target_in(reference.FUYANG, "乙厂", deadline=DEADLINE + timedelta(days=1))
    reader = officer(Role.COUNTY, reference.FUYANG)
    assert scan(on=NEXT_DAY, past=True, tell=False).queued_mail == 0
    assert scan(on=NEXT_DAY + timedelta(days=1)).queued_mail == 1
    assert "甲厂" in mail_of(reader).text
    assert "乙厂" in mail_of(reader).text
    assert mail_of(reader).subject.startswith("淘汰落后产能预警 2010-09-17 富阳市：新增逾期 2 项，临近到期 0 项")


def test_the_number_of_queries_does_not_grow_with_recipients(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for code in (reference.FUYANG, NINGBO, "330300", "330400"):
        target_in(code)
    for code in (NINGBO, "330300", "330400", reference.HANGZHOU):
        for _ in range(5):
            officer(Role.MUNICIPAL, code)
    with django_assert_max_num_queries(30):
        assert scan(on=NEXT_DAY).queued_mail == 20
