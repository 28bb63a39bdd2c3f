"""A workbook on its way through the pages: taken in, previewed row by row, applied, or refused with every fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from fixtures import factories
from tests.web.conftest import World
from tests.web.test_forms import stored
from tests.workbooks.rows import good
from tracker.audit.acting import acting, system
from tracker.jobs.models import Job
from tracker.officers.roles import Role
from tracker.quotas.models import Quota
from tracker.workbooks.kinds import KINDS
from tracker.workbooks.models import Upload
from tracker.workbooks.previewing import read_and_preview

CONTENT = "直径3米及以下水泥磨机"


def row(content: str = CONTENT, amount: object = 150, city: str = "杭州市") -> list[Any]:
    """A row of a quota workbook."""
    return [city, "水泥", content, amount, "万吨", None, None, "2010-09-15", None, None]


def workbook(*rows: list[Any]) -> SimpleUploadedFile:
    """A quota workbook as an officer would send it."""
    book, out = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for cells in ([*KINDS["quotas"].headers], *rows):
        sheet.append(cells)
    book.save(out)
    return SimpleUploadedFile("目标任务.xlsx", out.getvalue())


def as_stored(values: dict[str, Any]) -> Any:
    """Values as an upload keeps them."""
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


@pytest.fixture
def municipal(signed_in: Callable[..., Client]) -> Client:
    """杭州's officer."""
    return signed_in(Role.MUNICIPAL)


@pytest.fixture
def send(municipal: Client, world: World, settings: Any, tmp_path: Any) -> Callable[..., Any]:
    """Send a workbook through the page and let it be read, as the worker does; the page of the upload."""
    settings.MEDIA_ROOT = tmp_path

    def through(*rows: list[object], file: SimpleUploadedFile | None = None) -> Any:
        sent = {"kind": "quotas", "plan": world.plan.pk, "file": file or workbook(*rows)}
        answer = municipal.post(reverse("upload_new"), sent)
        assert answer.status_code == 302, answer.context["form"].errors
        assert "正在排队" in municipal.get(answer["Location"]).text
        with acting(system("test")):
            read_and_preview(answer["Location"].split("/")[-2])
        return municipal.get(answer["Location"])

    return through


def test_preview_names_what_goes_beyond_a_signed_contract(world: World, send: Callable[..., Any]) -> None:
    with acting(system("test")):
        signed = {"state": "signed", "signed_on": date(2010, 7, 22)}
        type(world.contract).objects.filter(pk=world.contract.pk).update(**signed)
    page = send(row(), row("机立窑", 30))
    told = [(line.content, line.contracted, line.more) for line in page.context["beyond"]]
    assert told == [(CONTENT, 120, 30), ("机立窑", None, 30)]
    assert "超出已签订的责任状" in page.text


def test_preview_shows_old_and_new_values(send: Callable[..., Any]) -> None:
    page = send(row(), row("机立窑", 30))
    assert [tab["count"] for tab in page.context["tabs"]][:4] == [0, 1, 1, 0]
    assert "<del>120</del>" in page.text
    assert "<ins>150</ins>" in page.text
    assert "应用 2 行" in page.text


def test_nothing_is_written_before_it_is_applied(send: Callable[..., Any], world: World) -> None:
    send(row())
    assert stored(Quota, pk=world.quota.pk).amount == 120


def test_applied_workbook_is_written_and_says_so(send: Callable[..., Any], municipal: Client, world: World) -> None:
    upload = send(row(), row("机立窑", 30)).context["upload"]
    answer = municipal.post(reverse("upload_apply", args=[upload.pk]), follow=True)
    assert "新增 1 行，变更 1 行" in answer.text
    assert stored(Quota, pk=world.quota.pk).amount == 150
    history = municipal.get(reverse("quota", args=[world.quota.pk])).text
    assert "导入 目标任务.xlsx" in history


def test_faulty_workbook_names_cell_found_and_expected(send: Callable[..., Any]) -> None:
    page = send(row(), row("机立窑", -5), row(city="杭洲"))
    assert page.context["tab"] == "errors"
    assert {error["cell"] for error in page.context["errors"]} == {"D3", "A4"}
    assert "没有写入任何数据" in page.text
    assert "应用" not in page.text


def test_same_workbook_again_has_nothing_to_write(send: Callable[..., Any]) -> None:
    page = send(row(amount=120))
    assert page.context["to_write"] == 0
    assert "完全一致" in page.text


def test_polling_ends_when_the_file_has_been_read(send: Callable[..., Any], municipal: Client) -> None:
    upload = send(row()).context["upload"]
    assert municipal.get(reverse("upload_progress", args=[upload.pk]))["HX-Refresh"] == "true"


def test_a_refused_file_is_waited_for_until_it_is_marked(send: Callable[..., Any], municipal: Client) -> None:
    upload = send(row(city="杭洲")).context["upload"]
    with acting(system("test")):
        Upload.objects.filter(pk=upload.pk).update(annotated="")
    page = municipal.get(reverse("upload", args=[upload.pk]))
    assert "正在把它们标注到原文件里" in page.text
    assert "HX-Refresh" not in municipal.get(reverse("upload_progress", args=[upload.pk]))
    with acting(system("test")):
        Job.objects.filter(subject=str(upload.pk)).update(state=Job.State.DONE)
    assert "没有写入任何数据" in municipal.get(reverse("upload", args=[upload.pk])).text


def test_a_file_that_cannot_be_read_says_why_and_where_to_send_the_better_one(
    send: Callable[..., Any], world: World
) -> None:
    page = send(file=SimpleUploadedFile("目标任务.xlsx", b"<html><table></table></html>"))
    assert "这不是 Excel 文件" in page.text
    assert f"?kind=quotas&amp;plan={world.plan.code}" in page.text
    assert "单元格" not in page.text


def test_a_template_sent_as_another_kind_is_led_to_its_own(municipal: Client, world: World) -> None:
    found = {"sheet": "填写说明", "cell": "", "column": "", "found": "progress v1", "expected": "quotas v1"}
    faults = [found | {"code": "TEMPLATE_OTHER", "message": "另一种表"}]
    faults.append(faults[0] | {"code": "MISSING_COLUMN", "cell": "A3", "message": "缺少列"})
    with acting(system("test")):
        officer = municipal.officer  # type: ignore[attr-defined]
        upload = factories.UploadFactory(
            kind="quotas", plan=world.plan, uploaded_by=officer, state="refused", errors=faults, error_count=2, rows=0
        )
    page = municipal.get(reverse("upload", args=[upload.pk])).text
    assert "这是《淘汰落后产能进度表》的模板" in page
    assert "?kind=progress&amp;plan=" in page
    assert "缺少列" not in page


def test_set_aside_upload_writes_nothing(send: Callable[..., Any], municipal: Client, world: World) -> None:
    upload = send(row()).context["upload"]
    municipal.post(reverse("upload_cancel", args=[upload.pk]))
    assert municipal.post(reverse("upload_apply", args=[upload.pk])).status_code == 409
    assert stored(Quota, pk=world.quota.pk).amount == 120
    assert "已取消，没有写入任何数据" in municipal.get(reverse("upload", args=[upload.pk])).text


def test_original_comes_back_as_a_download(send: Callable[..., Any], municipal: Client) -> None:
    upload = send(row()).context["upload"]
    answer = municipal.get(reverse("upload_file", args=[upload.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_another_citys_officer_cannot_see_the_upload(
    send: Callable[..., Any], signed_in: Callable[..., Client], world: World
) -> None:
    upload = send(row()).context["upload"]
    ningbo = signed_in(Role.MUNICIPAL, region=world.foreign.region)
    for name in ("upload", "upload_progress", "upload_file"):
        assert ningbo.get(reverse(name, args=[upload.pk])).status_code == 404
    assert ningbo.post(reverse("upload_apply", args=[upload.pk])).status_code == 404


def test_other_kinds_of_files_are_refused_at_the_form(municipal: Client, world: World) -> None:
    sent = {"kind": "quotas", "plan": world.plan.pk, "file": SimpleUploadedFile("照片.png", b"x")}
    answer = municipal.post(reverse("upload_new"), sent)
    assert "只接受" in answer.context["form"].errors["file"][0]


def test_an_applied_workbook_is_undone_on_its_page_with_a_reason(
    send: Callable[..., Any], municipal: Client, world: World
) -> None:
    upload = send(row(), row("机立窑", 30)).context["upload"]
    municipal.post(reverse("upload_apply", args=[upload.pk]))
    address = reverse("upload_undo", args=[upload.pk])
    page = municipal.get(address)
    assert [(table["created"], table["changed"]) for table in page.context["tables"]] == [(1, 1)]
    assert municipal.post(address, {"reason": "", "version": upload.version + 1}).status_code == 200
    answer = municipal.post(address, {"reason": "传错了", "version": upload.version + 1}, follow=True)
    assert "已撤销" in answer.text
    assert stored(Quota, pk=world.quota.pk).amount == 120


def test_what_stands_in_the_way_of_undoing_is_named_on_the_page(send: Callable[..., Any], municipal: Client) -> None:
    upload = send(row()).context["upload"]
    municipal.post(reverse("upload_apply", args=[upload.pk]))
    later = send(row(amount=160)).context["upload"]
    municipal.post(reverse("upload_apply", args=[later.pk]))
    page = municipal.get(reverse("upload_undo", args=[upload.pk]))
    assert "不能撤销" in page.text
    assert "<ins>160" in page.text
    refused = municipal.post(reverse("upload_undo", args=[upload.pk]), {"reason": "传错了", "version": "2"})
    assert refused.status_code == 409


def test_a_faulty_workbook_comes_back_marked(send: Callable[..., Any], municipal: Client) -> None:
    upload = send(row(amount=-5)).context["upload"]
    answer = municipal.get(reverse("upload_annotated", args=[upload.pk]))
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(answer).startswith(b"PK")


def test_a_file_without_marks_leads_back_to_its_page(send: Callable[..., Any], municipal: Client) -> None:
    upload = send(row()).context["upload"]
    assert municipal.get(reverse("upload_annotated", args=[upload.pk])).status_code == 302


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_rows_of_every_kind_can_be_shown(kind: str, municipal: Client, world: World) -> None:
    with acting(system("test")):
        upload = factories.UploadFactory(
            kind=kind,
            plan=world.plan,
            uploaded_by=municipal.officer,  # type: ignore[attr-defined]
            created=1,
            updated=1,
            rows=2,
        )
        for action, before in (("create", None), ("update", {"amount": "1"})):
            factories.UploadRowFactory(upload=upload, values=as_stored(good(kind)), action=action, before=before)
    for tab in ("create", "update"):
        assert municipal.get(reverse("upload", args=[upload.pk]), {"tab": tab}).status_code == 200


def test_a_changed_parameter_of_a_facility_is_shown_by_its_name(municipal: Client, world: World) -> None:
    values = as_stored(good("facilities", facility_kind="cement-mill", parameters="磨机直径=3米"))
    before = {"attributes": '{"diameter_m": "2.2", "product": "cement"}'}
    with acting(system("test")):
        officer = municipal.officer  # type: ignore[attr-defined]
        upload = factories.UploadFactory(kind="facilities", plan=world.plan, uploaded_by=officer, updated=1, rows=1)
        factories.UploadRowFactory(upload=upload, values=values, action="update", before=before)
    page = municipal.get(reverse("upload", args=[upload.pk]))
    assert [row["changes"] for row in page.context["rows"]] == [[{"label": "磨机直径", "old": "2.2 m", "new": "3 m"}]]


def test_years_are_written_as_years_and_a_reached_stage_with_its_day(municipal: Client, world: World) -> None:
    officer, pages = municipal.officer, {}  # type: ignore[attr-defined]
    for kind, before in (("readings", {"electricity": "3"}), ("progress", {"stage": "planned", "on": None})):
        with acting(system("test")):
            upload = factories.UploadFactory(kind=kind, plan=world.plan, uploaded_by=officer, updated=1, rows=1)
            factories.UploadRowFactory(upload=upload, values=as_stored(good(kind)), action="update", before=before)
        pages[kind] = municipal.get(reverse("upload", args=[upload.pk])).context["rows"][0]
    assert pages["readings"]["title"].endswith("· 2010 · 9")
    assert [change["label"] for change in pages["progress"]["changes"]] == ["进度阶段", "完成日期"]
