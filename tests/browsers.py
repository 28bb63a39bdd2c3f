"""Fixtures that drive a real Chromium with Playwright."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers import Site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for the run."""
    program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread, which Django takes for a reason to refuse queries.
        before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        made = playwright.chromium.launch(executable_path=program, args=[*options, "--disable-dev-shm-usage"])
        yield made
        made.close()
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
        if before is not None:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A fresh window of an officer in Zhejiang, on the site of the test."""
    context = browser.new_context(base_url=site.url, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()
