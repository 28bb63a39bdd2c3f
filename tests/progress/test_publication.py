"""Publication: lists to object to, objections that stay private, announcements, open data; nothing rewritten."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from fixtures.factories import OfficerFactory, PlanFactory, TargetFactory, furnish
from tracker.audit.acting import acting
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.progress.notice_tables import Notice, Objection
from tracker.progress.publication import announce, handle_objection, publish_notice, receive_objection
from tracker.quotas.models import Plan
from tracker.targets.models import Target
from tracker.targets.services import move
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed

pytestmark = pytest.mark.django_db
UP, UNTIL, AFTER = date(2010, 12, 1), date(2010, 12, 8), date(2010, 12, 9)


@pytest.fixture
def province() -> Officer:
    return OfficerFactory(role=Role.PROVINCIAL)


def confirmed(plan: Plan, **fields: object) -> Target:
    target = furnish(TargetFactory(plan=plan, **fields))
    steps = [
        ("dismantle", Role.MUNICIPAL),
        ("report", Role.MUNICIPAL),
        ("accept", Role.PROVINCIAL),
        ("confirm", Role.PROVINCIAL),
    ]
    for verb, role in steps:
        by = OfficerFactory(role=role, **({"region": target.region} if role == Role.MUNICIPAL else {}))
        target = move(target=target, verb=verb, on=date(2010, 9, 10), by=by, seen_version=target.version)
    return target


def put_up(plan: Plan, by: Officer, kind: str = "result", until: date = UNTIL) -> Notice:
    said = {"title": "验收结果公示", "body": "现予公示。"}
    return publish_notice(plan=plan, kind=kind, by=by, on=UP, objections_until=until, **said)


def finish(notice: Notice, by: Officer, on: date = AFTER) -> Notice:
    return announce(notice=notice, title="完成公告", body="现予公告。", by=by, on=on)


def test_a_list_is_frozen_as_it_was_published(province: Officer) -> None:
    target = TargetFactory()
    notice = put_up(target.plan, province, "list")
    Target.objects.filter(pk=target.pk).update(amount=99)
    (line,) = notice.lines.all()
    assert (line.enterprise, line.amount, line.city) == (target.enterprise.name, target.amount, "杭州市")
    assert notice.code == f"{target.plan.code}-1"
    for change in (
        lambda: Notice.objects.update(title="改"),
        lambda: notice.lines.update(amount=1),
        lambda: notice.lines.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_the_province_publishes_and_the_days_to_object_are_at_least_seven(province: Officer) -> None:
    plan = TargetFactory().plan
    with pytest.raises(NotAllowed):
        put_up(plan, OfficerFactory(role=Role.MUNICIPAL), "list")
    with pytest.raises(InvalidValue) as refused:
        put_up(plan, province, "list", until=date(2010, 12, 7))
    assert refused.value.data["field"] == "objections_until"
    with pytest.raises(InvalidValue):
        put_up(plan, province, "result")


def test_what_nobody_objects_to_is_announced_and_the_targets_with_it(province: Officer) -> None:
    target = confirmed(PlanFactory())
    notice = put_up(target.plan, province)
    with pytest.raises(IllegalState, match="尚未结束"):
        finish(notice, province, UNTIL)
    final = finish(notice, province)
    assert Target.objects.get(pk=target.pk).stage == "announced"
    assert (final.kind, final.follows, final.lines.count()) == ("completion", notice, 1)
    with pytest.raises(IllegalState):
        finish(notice, province)


def test_an_open_objection_holds_the_announcement_and_an_upheld_one_leaves_its_target_out(province: Officer) -> None:
    plan = PlanFactory()
    doubted, fine = confirmed(plan), confirmed(plan)
    notice = put_up(plan, province)
    objection = receive_objection(
        notice=notice,
        raised_by="李某",
        contact="0571-00000000",
        text="夜间仍在生产",
        target=doubted,
        by=province,
        on=UNTIL,
    )
    with pytest.raises(IllegalState, match="没有处理"):
        finish(notice, province)
    handle_objection(objection=objection, upheld=True, answer="已安排复查", by=province, on=AFTER, seen_version=1)
    final = finish(notice, province)
    assert [line.target_id for line in final.lines.all()] == [fine.pk]
    assert Target.objects.get(pk=doubted.pk).stage == "confirmed"


def test_objections_come_in_time_and_about_what_is_listed(province: Officer) -> None:
    target = confirmed(PlanFactory())
    notice = put_up(target.plan, province)
    with pytest.raises(IllegalState):
        receive_objection(notice=notice, raised_by="李某", text="x", by=province, on=AFTER)
    with pytest.raises(InvalidValue):
        receive_objection(notice=notice, raised_by="李某", text="x", target=TargetFactory(), by=province, on=UP)


def test_who_objects_is_seen_by_nobody_outside_the_province_not_even_in_the_database(province: Officer) -> None:
    notice = put_up(confirmed(PlanFactory()).plan, province)
    receive_objection(notice=notice, raised_by="李某某", text="夜间仍在生产", by=province, on=UP)
    with acting(OfficerFactory(role=Role.MUNICIPAL).actor):
        assert not Objection.objects.exists()
    for address in (reverse("public_notice", args=[notice.code]), reverse("public_notice_data", args=[notice.code])):
        answer = Client().get(address)
        assert "李某某" not in answer.getvalue().decode()


def test_everybody_reads_notices_and_their_data_without_signing_in(province: Officer) -> None:
    target = confirmed(PlanFactory(), facility__name="=cmd|' /C calc'!A0")
    notice, name = put_up(target.plan, province), target.enterprise.name
    everybody = Client()
    assert notice.title in everybody.get(reverse("public")).text
    page = everybody.get(reverse("public_notice", args=[notice.code]))
    assert name in page.text
    data = everybody.get(reverse("public_notice_data", args=[notice.code])).getvalue().decode("utf-8-sig")
    heads, row = list(csv.reader(StringIO(data)))
    assert heads[3:5] == ["企业名称", "统一社会信用代码"]
    assert row[6].startswith("'=")
    assert (row[3], row[9], row[10]) == (name, "10.5", "万吨")
    assert everybody.get(reverse("public_notice", args=["no-such"])).status_code == 404


def test_a_notice_goes_through_the_pages(province: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    target, client = confirmed(PlanFactory()), Client()
    client.force_login(province)
    monkeypatch.setenv("TRACKER_TODAY", UP.isoformat())
    client.post(reverse("plan_switch"), {"plan": target.plan.code})
    assert client.get(reverse("notice_new")).status_code == 200
    sent = {"kind": "result", "title": "公示", "body": "现予公示", "objections_until": UNTIL.isoformat()}
    assert client.post(reverse("notice_new"), sent).status_code == 302
    notice = Notice.objects.get(plan=target.plan)
    client.post(
        reverse("notice_objection", args=[notice.pk]), {"number": 1, "raised_by": "李某", "text": "夜间仍在生产"}
    )
    objection = Objection.objects.get(notice=notice)
    page = client.get(reverse("notice", args=[notice.pk])).text
    assert "夜间仍在生产" in page
    assert reverse("target", args=[target.pk]) in page
    said = {"proven": "no", "conclusion": "经查不属实", "version": 1}
    assert client.post(reverse("notice_answer", args=[notice.pk, objection.pk]), said).status_code == 302
    monkeypatch.setenv("TRACKER_TODAY", AFTER.isoformat())
    assert "发布公告" in client.get(reverse("notice", args=[notice.pk])).text
    client.post(reverse("notice_announce", args=[notice.pk]), {"title": "公告", "body": "现予公告"})
    assert Target.objects.get(pk=target.pk).stage == "announced"
    assert client.get(reverse("notices")).status_code == 200
