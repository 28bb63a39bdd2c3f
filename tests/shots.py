"""Screenshots of the running demo (截图): `make demo` in one terminal, `make shots` in another.

python -m tests.shots [--url http://127.0.0.1:8000] [--out docs/images] [--only overview]
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

PASSWORD = "lvshui-qingshan-0915"
PROJECT = Path(__file__).resolve().parent.parent
WIDE, PHONE = (1280, 860), (390, 844)


@dataclass(frozen=True)
class Shot:
    """One picture: whose screen, which page, how big."""

    name: str
    user: str
    path: str
    size: tuple[int, int] = WIDE
    click: str = ""  # follow this link first


SHOTS = (
    Shot("overview", "province", "/"),
    Shot("city", "hangzhou", "/"),
    Shot("targets", "hangzhou", "/targets/"),
    Shot("target", "hangzhou", "/targets/", click="main tbody a"),
    Shot("contracts", "province", "/contracts/"),
    Shot("preview", "province", "/uploads/", click="main tbody a:has-text('quotas_sample') >> nth=-1"),
    Shot("refused", "hangzhou", "/uploads/", click="main tbody a:has-text('quotas_negative_amount')"),
    Shot("inbox", "hangzhou", "/inbox/"),
    Shot("phone", "fuyang", "/targets/", PHONE),
)


def main() -> int:
    """Take the pictures; the exit code."""
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=program, args=options)
        try:
            for shot in SHOTS:
                if not asked.only or shot.name in asked.only:
                    _take(browser, shot, asked.url.rstrip("/"), asked.out / f"{shot.name}.png")
        except BrowserError as error:
            print(f"{shot.name}: {error}\nIs the demo running at {asked.url}?", file=sys.stderr)
            return 1
        finally:
            browser.close()
    return 0


def _take(browser: Browser, shot: Shot, url: str, out: Path) -> None:
    width, height = shot.size
    context = browser.new_context(
        base_url=url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": width, "height": height}
    )
    page = context.new_page()
    _sign_in(page, shot.user)
    page.goto(shot.path)
    if shot.click:
        page.locator(shot.click).first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out)
    context.close()
    print(f"{out} ({out.stat().st_size // 1024} KiB)")


def _sign_in(page: Page, user: str) -> None:
    page.goto("/login/")
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/login/" not in address)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Screenshots of the running demo.")
    parser.add_argument("--url", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--out", type=Path, default=PROJECT / "docs" / "images")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
