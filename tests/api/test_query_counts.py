"""The number of queries does not depend on the number of rows, for any address of the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fixtures.factories import (
    AlertFactory,
    ContractLineFactory,
    EntryFactory,
    ExtensionFactory,
    OrganisationFactory,
    QuotaFactory,
    TargetFactory,
    UploadRowFactory,
)
from tests.api.conftest import Asker
from tracker.api.contents import RESOURCES

pytestmark = pytest.mark.django_db

MAKERS = [
    AlertFactory,
    ContractLineFactory,
    EntryFactory,
    ExtensionFactory,
    OrganisationFactory,
    QuotaFactory,
    TargetFactory,
    UploadRowFactory,
]
BUDGET = 20


def cost(asker: Asker, path: str, **parameters: str) -> int:
    """How many queries an answer takes, entering included."""
    with CaptureQueriesContext(connection) as queries:
        answer = asker(path, **parameters)
        if answer.streaming:
            answer.getvalue()
    assert answer.status_code == 200, answer.content
    return len(queries)


PAST = {"known_at": "2020-01-01T00:00:00+08:00"}
WITH_HISTORY = [name for name, resource in RESOURCES.items() if hasattr(resource.model, "events")]


@pytest.mark.parametrize(
    ("name", "asked"), [*((name, {}) for name in RESOURCES), *((name, PAST) for name in WITH_HISTORY)]
)
def test_a_list_of_many_costs_what_a_list_of_one_costs(name: str, asked: dict[str, str], auditor: Asker) -> None:
    path = f"{name}/"
    auditor(path)  # the first use of a token is noted
    for make in MAKERS:
        make()
    few = cost(auditor, path, **asked)
    for make in MAKERS * 3:
        make()
    assert cost(auditor, path, **asked) == few <= BUDGET


@pytest.mark.parametrize("name", ["targets", "alerts", "regions"])
def test_a_past_day_costs_no_more(name: str, auditor: Asker) -> None:
    auditor(f"{name}/")
    for make in MAKERS * 2:
        make()
    assert cost(auditor, f"{name}/", as_of="2010-09-16") == cost(auditor, f"{name}/")


def test_single_rows_histories_downloads_and_the_feed_have_fixed_costs(auditor: Asker) -> None:
    auditor("plans/")
    target, row = TargetFactory(done=True), UploadRowFactory()
    paths = [
        f"targets/{target.pk}/",
        f"targets/{target.pk}/history/",
        f"imports/{row.upload_id}/rows/",
        "export/targets.csv",
        "events/?kind=stagefact",
    ]
    few = [cost(auditor, path) for path in paths]
    for _ in range(4):
        ExtensionFactory(target=target)
        UploadRowFactory(upload=row.upload)
        TargetFactory(done=True)
    assert [cost(auditor, path) for path in paths] == few
    assert max(few) <= BUDGET
