"""A municipal officer's morning, in a real browser: sign in, upload the file, look at the preview, apply, find the quota."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from fixtures.factories import PASSWORD, OfficerFactory
from tests.processes import Process
from tracker.audit.acting import acting, system
from tracker.officers.roles import Role
from tracker.quotas.models import Quota
from tracker.workbooks.kinds import KINDS

CONTENT = "直径2.2米水泥磨机（富春江沿线）"
ROW = ["杭州市", "水泥", CONTENT, "35.5万吨", "万吨", 4, "台", "2010年9月15日", "", ""]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["附件1 杭州市淘汰落后产能目标任务表"], KINDS["quotas"].headers, ROW, ["合计", "", "", 35.5]):
        sheet.append(row)
    path = tmp_path / "杭州市目标任务.xlsx"
    book.save(path)
    return path


def test_an_officer_uploads_a_workbook_and_finds_the_quota(page: Page, worker: Process, workbook: Path) -> None:
    with acting(system("test")):
        OfficerFactory(username="hangzhou", role=Role.MUNICIPAL, password=PASSWORD)
    sign_in(page)

    page.goto("/uploads/new/?plan=ZJ-2010")
    page.get_by_text("淘汰落后产能目标任务表").first.click()
    expect(page.locator("details[data-help-of][open]")).to_have_attribute("data-help-of", "quotas")
    page.locator("input[type=file]").set_input_files(workbook)
    page.get_by_role("button", name="上传并预览").click()

    apply = page.get_by_role("button", name="应用 1 行")
    expect(apply).to_be_visible()
    expect(page.locator("main")).to_contain_text(CONTENT)
    with acting(system("test")):
        assert not Quota.objects.filter(content=CONTENT).exists()
    apply.click()

    expect(page.locator("main")).to_contain_text("已应用")
    page.goto("/quotas/?plan=ZJ-2010")
    expect(page.get_by_role("row").filter(has_text=CONTENT)).to_contain_text("35.5")
    with acting(system("test")):
        assert Quota.objects.get(content=CONTENT).region_id == "330100"


def sign_in(page: Page) -> None:
    page.goto("/login/")
    page.locator("input[name=username]").fill("hangzhou")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="杭州市进展总览")).to_be_visible()
