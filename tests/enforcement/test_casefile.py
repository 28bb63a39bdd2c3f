"""The case file: money, statements and uses of capacity stand in it beside the orders, and every document comes along."""

from __future__ import annotations

import csv
import hashlib
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.test import Client
from docx import Document

from fixtures.enforcement import Office, late_target, measure, photographed
from fixtures.factories import OfficerFactory
from fixtures.incentives import accepted_target, award, replacement
from fixtures.pricing import AFTER, price_order, rate, read_meter
from tracker.alerts.services import scan
from tracker.audit.acting import acting, system
from tracker.enforcement.conditions import subject_of
from tracker.enforcement.order_tables import Order
from tracker.enforcement.statement_tables import Statement
from tracker.enforcement.statements import issue_statement, keep_statements_true
from tracker.officers.models import Officer
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def issue(by: Officer) -> None:
    with acting(by.actor):
        draft = Statement.objects.get(state="draft")
        issue_statement(statement=draft, by=by, on=AFTER, seen_version=draft.version)


def test_statements_and_their_corrections_stand_in_the_case_file_once_issued(
    province: Officer,
) -> None:
    rate("0.30")
    order = price_order()
    read_meter(order, "10000")
    keep_statements_true(on=AFTER)
    address = f"/enterprises/{order.enterprise_id}/casefile/"
    client = browser(province)
    assert "加价 3,000.00 元" not in client.get(address).text
    issue(province)
    read_meter(order, "9000")
    keep_statements_true(on=AFTER)
    issue(province)
    text = client.get(address).text
    assert text.index("2010-11 用量 10,000 千瓦时，加价 3,000.00 元") < text.index("用量更正，差额 -300.00 元")
    with acting(system("test")):
        of = Statement.objects.get(edition=2)
    assert f"/statements/{of.pk}/paper.docx" in text
    assert f"/statements/facility/paper.docx?facility={order.facility_id}" in text


def test_awards_and_uses_of_capacity_stand_in_the_case_file(province: Officer) -> None:
    target = accepted_target()
    award(target, paid_on=date(2010, 11, 3))
    used = replacement(target)
    text = browser(province).get(f"/enterprises/{target.enterprise_id}/casefile/").text
    assert text.index("52.5 万元，浙财企〔2010〕88号") < text.index(f"/replacements/{used.pk}/")
    assert f"/targets/{target.pk}/certificate.docx" in text


def test_the_whole_file_is_a_zip_with_the_list_first_and_each_document_once(
    province: Officer, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    office = Office()
    order = office.bring_to("acknowledged", office.propose(measure(), subject_of(target=late_target())))
    photo = photographed(order, office.executor)
    (tmp_path / str(photo.file)).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / str(photo.file)).write_bytes(b"a photo")
    address = f"/enterprises/{order.enterprise_id}/casefile.zip"
    answer: Any = browser(province).get(address)
    packed = ZipFile(BytesIO(answer.getvalue()))
    names = packed.namelist()
    assert names[0] == "000-案卷.docx"
    assert [sum(word in name for name in names) for word in ("告知书", "决定书")] == [1, 1]
    files = names[:-1]
    assert [int(name[:3]) for name in files] == list(range(len(files)))
    [picture] = [name for name in names if packed.read(name) == b"a photo"]
    assert picture.endswith(Path(photo.file_name).suffix)
    decision = next(name for name in names if "决定书" in name)
    assert any(order.party in line.text for line in Document(BytesIO(packed.read(decision))).paragraphs)
    assert browser(office.executor).get(address).status_code == 403
    assert names[-1] == "清单.csv"
    check_index(packed)


def check_index(packed: ZipFile) -> None:
    """Every entry has its line, every file the fingerprint and size it has; who has no file says so."""
    written = packed.read("清单.csv")
    assert written.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(StringIO(written.decode("utf-8-sig"))))
    places = [int(line["序号"]) for line in lines]
    assert sorted(set(places)) == list(range(1, max(places) + 1))
    assert len(Document(BytesIO(packed.read("000-案卷.docx"))).tables[-1].rows) == max(places) + 1
    for line in lines:
        if not line["SHA-256"]:
            assert line["文件名"] in ("无文件", "仅有网页或文件不在")
            continue
        data = packed.read(line["文件名"])
        assert (line["SHA-256"], int(line["大小（字节）"])) == (hashlib.sha256(data).hexdigest(), len(data))
        assert f"第{line['序号']}项-{line['日期']}" in line["文件名"]
    assert any(not line["材料"] for line in lines)


def test_what_the_ladder_proposed_stands_in_the_case_file_in_words(province: Officer) -> None:
    target = late_target()
    with acting(system("test")):
        scan(on=target.due_on + timedelta(days=15))
        order = Order.objects.get(target=target)
    text = browser(province).get(f"/enterprises/{target.enterprise_id}/casefile/").text
    assert "order:" not in text
    assert f"断电（第 {order.pk} 号提议）" in text


@pytest.fixture
def province() -> Officer:
    """An officer of the province."""
    officer: Officer = OfficerFactory(role=Role.PROVINCIAL)
    return officer
