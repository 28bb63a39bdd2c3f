"""The journey of an upload: what is previewed is what is applied, all of it or nothing of it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import override

from fixtures import reference
from fixtures.factories import FacilityFactory, OfficerFactory, PlanFactory
from tests.workbooks.sending import QUOTA, changed, sent, workbook
from tracker.jobs.models import Job
from tracker.jobs.progress import Cancelled, Progress
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.quotas.services import QuotaRow, put_quota
from tracker.registry.models import Enterprise
from tracker.values.errors import IllegalState, NotAllowed, StaleState
from tracker.workbooks import previewing
from tracker.workbooks.applying import apply_later, apply_upload
from tracker.workbooks.balance import balance
from tracker.workbooks.carrying import carry_on, settle_abandoned
from tracker.workbooks.exports import template_workbook
from tracker.workbooks.models import Upload
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.receiving import receive
from tracker.workbooks.setting_aside import cancel_upload
from tracker.workbooks.validate import check_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]
TARGET: list[Any] = [
    "杭州市", "富阳市", "富阳某水泥有限公司", "", "水泥", "Φ2.2×6.5米水泥磨机", 1, "台", 12.5, "万吨", "2010-09-15", "",
]  # fmt: skip


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


def test_a_preview_writes_nothing_and_applying_writes_what_it_showed(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA)
    assert (seen.state, seen.created, seen.errors) == (Upload.State.PREVIEWED, 1, [])
    assert not plan.quotas.exists()
    applied = apply_upload(upload=seen, by=hangzhou, now=timezone.now())
    assert applied.state == Upload.State.APPLIED
    quota = plan.quotas.get()
    assert (quota.region_id, quota.amount, quota.unit, quota.deadline) == (
        "330100",
        Decimal(120),
        "万吨",
        date(2010, 9, 15),
    )


def test_the_same_file_twice_changes_nothing(plan: Plan, hangzhou: Officer) -> None:
    apply_upload(upload=sent("quotas", plan, hangzhou, QUOTA), by=hangzhou, now=timezone.now())
    again = sent("quotas", plan, hangzhou, QUOTA)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    apply_upload(upload=again, by=hangzhou, now=timezone.now())
    assert plan.quotas.get().version == 1


def test_a_changed_row_shows_old_and_new(plan: Plan, hangzhou: Officer) -> None:
    apply_upload(upload=sent("quotas", plan, hangzhou, QUOTA), by=hangzhou, now=timezone.now())
    row = sent("quotas", plan, hangzhou, changed(QUOTA, amount=150)).row_set.get()
    assert row.before is not None
    assert (Decimal(row.before["amount"]), Decimal(row.values["amount"])) == (Decimal(120), Decimal(150))


def test_one_bad_row_refuses_the_whole_file(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA, changed(QUOTA, city="南京市", amount=5))
    assert (seen.state, seen.error_count) == (Upload.State.REFUSED, 1)
    assert (seen.errors[0]["cell"], seen.errors[0]["found"]) == ("A3", "南京市")
    with pytest.raises(IllegalState):
        apply_upload(upload=seen, by=hangzhou, now=timezone.now())
    assert not plan.quotas.exists()


def test_a_row_of_another_city_is_an_error_naming_its_cell(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA, changed(QUOTA, city="宁波市"))
    assert [error["cell"] for error in seen.errors] == ["A3"]
    assert not plan.quotas.exists()


def test_what_changed_since_the_preview_is_not_overwritten(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA)
    row = QuotaRow("330100", "cement", "直径3米及以下粉磨机", Decimal(99), "万吨", date(2010, 9, 15))
    put_quota(plan=plan, row=row, by=OfficerFactory())
    with pytest.raises(StaleState):
        apply_upload(upload=seen, by=hangzhou, now=timezone.now())
    assert plan.quotas.get().amount == 99


def test_an_upload_is_applied_once_and_by_its_uploader(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA)
    with pytest.raises(IllegalState):
        apply_upload(upload=seen, by=OfficerFactory(role=Role.MUNICIPAL), now=timezone.now())
    apply_upload(upload=seen, by=hangzhou, now=timezone.now())
    with pytest.raises(IllegalState):
        apply_upload(upload=seen, by=hangzhou, now=timezone.now())


def test_a_cancelled_upload_stays_on_record(plan: Plan, hangzhou: Officer) -> None:
    seen = cancel_upload(upload=sent("quotas", plan, hangzhou, QUOTA), by=hangzhou)
    assert (seen.state, seen.row_set.count()) == (Upload.State.CANCELLED, 1)


def test_a_list_of_enterprises_registers_them_when_applied(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("targets", plan, hangzhou, TARGET)
    assert (seen.state, seen.errors, seen.created) == (Upload.State.PREVIEWED, [], 1)
    assert not Enterprise.objects.filter(name=TARGET[2]).exists()
    apply_upload(upload=seen, by=hangzhou, now=timezone.now())
    target = plan.targets.get()
    assert (target.region_id, target.enterprise.name, target.due_on) == ("330183", TARGET[2], date(2010, 9, 15))


def test_a_file_that_is_no_workbook_is_refused_with_a_reason(plan: Plan, hangzhou: Officer) -> None:
    received = receive(file=ContentFile(b"\x00\x01 nothing", name="x.xlsx"), kind="quotas", plan=plan, by=hangzhou)
    seen = read_and_preview(str(received.pk))
    assert (seen.state, seen.error_count) == (Upload.State.REFUSED, 1)
    assert seen.errors[0]["message"]


def test_faults_are_told_in_the_language_of_who_sent_the_file(plan: Plan) -> None:
    by = OfficerFactory(role=Role.MUNICIPAL, language="en")
    received = receive(file=ContentFile(b"no workbook", name="a.xlsx"), kind="quotas", plan=plan, by=by)
    (error,) = carry_on(str(received.pk), on=date(2010, 6, 1)).errors
    assert error["message"].startswith("This is not an Excel file")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_template_is_read_back_for_who_reads_english(plan: Plan, tmp_path: Path, language: str) -> None:
    by, path = OfficerFactory(role=Role.MUNICIPAL, language="en"), tmp_path / "a.xlsx"
    known = {"kind_id": "paper-line", "attributes": {"raw_material": "waste_paper"}}
    FacilityFactory(enterprise__region=reference.region(reference.FUYANG), **known)
    with override(language):
        template_workbook(kind="facilities", plan=plan, by=by, out=path)
    received = receive(file=ContentFile(path.read_bytes(), name="a.xlsx"), kind="facilities", plan=plan, by=by)
    seen = carry_on(str(received.pk), on=date(2010, 12, 1))
    assert (seen.errors, seen.unchanged) == ([], 1)


def test_an_auditor_cannot_upload(plan: Plan) -> None:
    with pytest.raises(NotAllowed):
        receive(file=workbook("quotas", QUOTA), kind="quotas", plan=plan, by=OfficerFactory(role=Role.AUDITOR))


def test_reading_again_after_a_killed_worker_leaves_one_effect_a_row(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA)
    Upload.objects.filter(pk=seen.pk).update(state=Upload.State.READING)
    assert read_and_preview(str(seen.pk)).row_set.count() == 1


def test_another_city_does_not_see_the_upload(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA)
    ningbo = OfficerFactory(role=Role.MUNICIPAL, region=reference.region(reference.NINGBO))
    assert not Upload.objects.visible_to(ningbo).filter(pk=seen.pk).exists()


def test_an_upload_cancelled_while_it_is_read_stays_cancelled(
    plan: Plan, hangzhou: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = receive(file=workbook("quotas", QUOTA), kind="quotas", plan=plan, by=hangzhou)

    def read_while_the_officer_cancels(*args: Any, **options: Any) -> Any:
        cancel_upload(upload=received, by=hangzhou)
        return check_workbook(*args, **options)

    monkeypatch.setattr(previewing, "check_workbook", read_while_the_officer_cancels)
    assert read_and_preview(str(received.pk)).state == Upload.State.CANCELLED


def test_an_upload_nobody_could_read_is_refused_with_a_reason(plan: Plan, hangzhou: Officer) -> None:
    received = receive(file=workbook("quotas", QUOTA), kind="quotas", plan=plan, by=hangzhou)
    Job.objects.create(kind="upload", subject=str(received.pk), state=Job.State.FAILED, attempts=3)
    assert settle_abandoned() == 1
    received.refresh_from_db()
    assert (received.state, received.errors[0]["code"]) == (Upload.State.REFUSED, "READING_FAILED")


def test_an_upload_whose_reading_was_cancelled_is_set_aside(plan: Plan, hangzhou: Officer) -> None:
    received = receive(file=workbook("quotas", QUOTA), kind="quotas", plan=plan, by=hangzhou)
    Job.objects.create(kind="upload", subject=str(received.pk), state=Job.State.CANCELLED)
    assert settle_abandoned() == 1
    received.refresh_from_db()
    assert received.state == Upload.State.CANCELLED


def test_the_good_rows_go_ahead_and_the_mended_file_doubles_nothing(plan: Plan, hangzhou: Officer) -> None:
    other = [*TARGET[:5], "机立窑", *TARGET[6:8], -3, *TARGET[9:]]
    seen = sent("targets", plan, hangzhou, TARGET, other)
    assert (seen.state, seen.error_count, seen.created) == (Upload.State.REFUSED, 1, 1)
    written = apply_upload(upload=seen, by=hangzhou, now=timezone.now())
    assert (written.state, plan.targets.count()) == (Upload.State.PARTLY, 1)
    mended = sent("targets", plan, hangzhou, TARGET, [*other[:8], 3, *other[9:]])
    assert (mended.created, mended.unchanged) == (1, 1)
    apply_upload(upload=mended, by=hangzhou, now=timezone.now())
    assert plan.targets.count() == 2


def test_a_refused_file_comes_back_marked_and_is_read_again_as_it_was(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA, changed(QUOTA, city="南京市", amount=5))
    with seen.annotated.open("rb") as file:
        book = openpyxl.load_workbook(file)
        content = file.seek(0) or file.read()
    link = book.worksheets[0].cell(5, 3).hyperlink
    assert link is not None
    assert link.location == "'Sheet'!A3"
    assert "南京市" in book["Sheet"]["A3"].comment.text
    again = receive(file=ContentFile(content, name="标注.xlsx"), kind="quotas", plan=plan, by=hangzhou)
    assert read_and_preview(str(again.pk)).error_count == 1


def test_a_file_whose_marking_was_cut_short_is_marked_when_the_work_is_resumed(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, changed(QUOTA, city="南京市"))
    Upload.objects.filter(pk=seen.pk).update(annotated="")
    assert read_and_preview(str(seen.pk)).annotated


def test_a_large_preview_is_confirmed_at_once_and_written_by_a_worker(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA)
    apply_later(upload=seen, by=hangzhou)
    assert not plan.quotas.exists()
    written = carry_on(str(seen.pk), on=date(2010, 6, 1))
    assert (written.state, plan.quotas.count()) == (Upload.State.APPLIED, 1)
    assert carry_on(str(seen.pk), on=date(2010, 6, 1)).version == written.version


def test_writing_that_was_cancelled_in_time_leaves_the_preview_as_it_stood(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA)
    job = apply_later(upload=seen, by=hangzhou)
    assert cancel_upload(upload=seen, by=hangzhou).state == Upload.State.PREVIEWED
    again = apply_later(upload=seen, by=hangzhou)
    assert again.pk == job.pk
    stopped = Progress()
    stopped.stop(Cancelled())
    with pytest.raises(Cancelled):
        carry_on(str(seen.pk), stopped, on=date(2010, 6, 1))
    assert (Upload.objects.get(pk=seen.pk).state, plan.quotas.count()) == (Upload.State.PREVIEWED, 0)


def test_what_changed_since_a_large_preview_is_told_on_the_upload(plan: Plan, hangzhou: Officer) -> None:
    seen = sent("quotas", plan, hangzhou, QUOTA)
    apply_later(upload=seen, by=hangzhou)
    apply_upload(upload=sent("quotas", plan, hangzhou, changed(QUOTA, amount=7)), by=hangzhou, now=timezone.now())
    with pytest.raises(StaleState):
        carry_on(str(seen.pk), on=date(2010, 6, 1))
    told = Upload.objects.get(pk=seen.pk)
    assert (told.state, told.errors[0]["code"], told.row_set.count()) == (Upload.State.REFUSED, "conflict", 0)
    assert plan.quotas.get().amount == 7


def test_the_sums_of_a_city_are_told_before_and_after_in_the_industrys_unit(plan: Plan, hangzhou: Officer) -> None:
    apply_upload(upload=sent("quotas", plan, hangzhou, QUOTA), by=hangzhou, now=timezone.now())
    second = [*QUOTA[:2], "机立窑", 50000, "吨", None, "", *QUOTA[7:]]
    (line,) = balance(sent("quotas", plan, hangzhou, changed(QUOTA, amount=100), second))
    assert (line.city, line.industry, line.unit) == ("杭州市", "水泥", "万吨")
    assert (line.before, line.after, line.change, line.against_plan) == (120, 105, -15, None)
    (listed,) = balance(sent("targets", plan, hangzhou, TARGET))
    assert (listed.before, listed.after, listed.assigned, listed.against_plan) == (
        0,
        Decimal("12.5"),
        120,
        Decimal("-107.5"),
    )
