"""An officer in the plant with a phone: several photos, a line that breaks, and nothing that was saved is sent again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from fixtures.factories import PASSWORD, OfficerFactory, TargetFactory
from tests.progress.pictures import photo
from tests.progress.test_partial import large_photo
from tracker.audit.acting import acting, system
from tracker.officers.roles import Role
from tracker.progress.partial import LARGEST_PIECE
from tracker.progress.partial_tables import PartialFile
from tracker.targets.evidence import Evidence
from tracker.targets.models import Target

LARGE = 20 * 1024 * 1024 - 7
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def target(page: Page) -> Target:
    """A target, looked at on a phone by the city's officer."""
    with acting(system("test")):
        OfficerFactory(username="hangzhou", role=Role.MUNICIPAL, password=PASSWORD)
        made: Target = TargetFactory()
    page.set_viewport_size(PHONE)
    page.goto("/login/")
    page.locator("input[name=username]").fill("hangzhou")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(f"/targets/{made.pk}/")
    return made


def choose(page: Page, *files: Path) -> None:
    page.locator("#evidence-new select").select_option("photo_after")
    page.locator("#evidence-new input[type=file]").set_input_files(files)
    page.get_by_role("button", name="上传材料").click()


def on_record(target: Target) -> list[int]:
    with acting(system("test")):
        return sorted(Evidence.objects.filter(target=target).values_list("size", flat=True))


def saved() -> int:
    with acting(system("test")):
        return PartialFile.objects.get().offset


def test_a_large_photo_survives_a_broken_line(page: Page, target: Target, tmp_path: Path) -> None:
    path = tmp_path / "IMG_20100901.jpg"
    path.write_bytes(large_photo(LARGE))
    offsets: list[int] = []

    def break_off(route: Route, request: Request) -> None:
        offsets.append(int(request.headers["upload-offset"]))
        if len(offsets) in (6, 7):
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/evidence/parts/*/", break_off)
    choose(page, path)
    expect(page.locator(".sending")).to_contain_text("连接中断")
    assert saved() == 5 * LARGEST_PIECE
    expect(page.locator(".sending")).to_contain_text("已上传", timeout=60_000)
    assert offsets[5:8] == [5 * LARGEST_PIECE] * 3
    assert len(offsets) == 20 + 2
    assert on_record(target) == [LARGE]
    expect(page.locator(".shots img")).to_have_count(1)


def test_without_a_network_the_phone_waits_and_goes_on_by_itself(page: Page, target: Target, tmp_path: Path) -> None:
    path = tmp_path / "IMG_2.jpg"
    path.write_bytes(large_photo(3 * LARGEST_PIECE))
    page.route("**/evidence/parts/*/", lambda route: (page.context.set_offline(True), route.continue_()), times=1)
    choose(page, path)
    expect(page.locator(".sending")).to_contain_text("连接中断")
    page.context.set_offline(False)
    expect(page.locator(".sending")).to_contain_text("已上传")
    assert on_record(target) == [3 * LARGEST_PIECE]


def test_the_same_file_chosen_again_after_closing_goes_on(page: Page, target: Target, tmp_path: Path) -> None:
    path = tmp_path / "IMG_3.jpg"
    path.write_bytes(large_photo(4 * LARGEST_PIECE))
    page.route(
        "**/evidence/parts/*/", lambda route: route.abort() if saved() >= 2 * LARGEST_PIECE else route.continue_()
    )
    choose(page, path)
    expect(page.locator(".sending")).to_contain_text("连接中断")
    page.close(run_before_unload=False)
    with page.context.new_page() as again:
        first: list[str] = []
        again.on(
            "request",
            lambda seen: first.append(seen.headers.get("upload-offset", "")) if seen.method == "PATCH" else None,
        )
        again.goto(f"/targets/{target.pk}/")
        choose(again, path)
        expect(again.locator(".sending")).to_contain_text("已上传")
        assert first == [str(2 * LARGEST_PIECE), str(3 * LARGEST_PIECE)]
    assert on_record(target) == [4 * LARGEST_PIECE]


def test_several_photos_at_once_each_with_its_picture_and_its_fate(page: Page, target: Target, tmp_path: Path) -> None:
    files = []
    for number, data in enumerate([photo(1), photo(2), photo(3) + b"<script>x</script>"]):
        files.append(tmp_path / f"{number}.jpg")
        files[-1].write_bytes(data)
    choose(page, *files)
    rows = page.locator(".sending li")
    expect(rows).to_have_count(3)
    expect(page.locator(".sending .is-done")).to_have_count(2)
    expect(page.locator(".sending .is-refused")).to_contain_text("夹带了其他内容")
    expect(page.locator(".shots img")).to_have_count(2)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]


def test_without_the_script_the_form_sends_one_file_as_any_form(page: Page, target: Target, tmp_path: Path) -> None:
    path = tmp_path / "IMG_4.jpg"
    path.write_bytes(photo(5))
    page.route("**/photos.js", lambda route: route.abort())
    page.reload()
    choose(page, path)
    expect(page.locator("main")).to_contain_text("已上传：IMG_4.jpg")
    assert len(on_record(target)) == 1
