"""The documentation page, in a real browser under the site's own content security policy."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, expect

from fixtures.factories import PASSWORD, OfficerFactory, PlanFactory
from tests.servers import Site
from tracker.officers.roles import Role


@pytest.mark.django_db
def test_the_page_is_for_officers_who_may_use_the_api() -> None:
    client = Client()
    assert client.get("/api/v1/docs/").status_code == 302
    client.force_login(OfficerFactory(role=Role.SYSADMIN))
    assert client.get("/api/v1/docs/").status_code == 403


def test_an_auditor_reads_and_tries_the_api_with_nothing_the_policy_forbids(site: Site, page: Page) -> None:
    OfficerFactory(username="auditor", role=Role.AUDITOR, password=PASSWORD)
    PlanFactory(code="DOCS-1")
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/api/v1/docs/")
    page.fill("input[name=username]", "auditor")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.fill(".operation-filter-input", "plans")
    page.locator("#operations-tag-plans").click()
    operation = page.locator("#operations-plans-plans_list")
    operation.locator(".opblock-summary").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text("DOCS-1")
    assert complaints == []
