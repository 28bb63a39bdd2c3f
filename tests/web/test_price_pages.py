"""Pages of price measures: the calculator, rates, statements; what is handed out says the same figures to the cent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from fixtures import reference
from fixtures.enforcement import Office
from fixtures.pricing import AFTER, MONTH, differential_price, price_order, rate, read_meter, statement
from tests.web.test_queries import questions
from tracker.enforcement.price_rates import PriceRate
from tracker.enforcement.statement_tables import Statement
from tracker.enforcement.statements import keep_statements_true
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    """The business date: the month is over."""
    monkeypatch.setenv("TRACKER_TODAY", AFTER.isoformat())


def page_of(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_calculator_shows_the_surcharge_and_the_document(signed_in: Callable[..., Client]) -> None:
    rate("0.30")
    asked = {"measure": differential_price().pk, "tier": "eliminate", "month": "2010-11", "quantity": "12,345.6789"}
    text = page_of(signed_in(Role.COUNTY), "price_calculator", **asked)
    assert "3,703.70" in text
    assert "浙价资〔2010〕1号" in text
    assert "没有适用的加价标准" in page_of(signed_in(Role.COUNTY), "price_calculator", **{**asked, "month": "2005-01"})


def test_an_administrator_adds_ends_and_corrects_a_rate_on_the_pages(signed_in: Callable[..., Client]) -> None:
    old, admin = rate("0.30"), signed_in(Role.SYSADMIN)
    new = {
        "measure": old.measure_id, "tier": "eliminate", "unit_price": "0.40", "unit": "元/千瓦时",
        "valid_from": "2011-01-01", "document": "通知", "document_number": "浙价资〔2010〕9号",
    }  # fmt: skip
    refused = admin.post(reverse("price_new"), new)
    assert "期间重叠" in refused.content.decode()
    ending = {"valid_to": "2010-12-31", "end_document_number": "浙价资〔2010〕9号", "version": old.version}
    assert admin.post(reverse("price", args=[old.pk]), ending).status_code == 302
    assert admin.post(reverse("price_new"), new).status_code == 302
    stale = {"unit_price": "0.31", "reason": "误录", "version": old.version}
    late = admin.post(reverse("price", args=[old.pk]), stale)
    assert (late.status_code, late.content.decode().count("您填写的</th>")) == (409, 1)
    assert admin.post(reverse("price", args=[old.pk]), {**stale, "version": old.version + 1}).status_code == 302
    assert PriceRate.objects.get(pk=old.pk).unit_price == Decimal("0.31")
    assert "误录" in page_of(admin, "price", old.pk)  # who keeps the rates sees how they became so
    province = signed_in(Role.PROVINCIAL)
    province.post(reverse("price", args=[old.pk]), {"unit_price": "9", "reason": "x", "version": 3})
    assert PriceRate.objects.get(pk=old.pk).unit_price == Decimal("0.31")
    assert page_of(province, "prices").count("浙价资〔2010〕9号") == 1


def test_the_province_charges_a_month_and_issues_it_and_a_correction_follows(signed_in: Callable[..., Client]) -> None:
    rate("0.30")
    order = price_order()
    read_meter(order, "10000")
    province = signed_in(Role.PROVINCIAL)
    province.post(reverse("statement_charge"), {"month": "2010-11"})
    draft = Statement.objects.get()
    province.post(reverse("statement_issue", args=[draft.pk]), {"version": draft.version})
    assert "浙淘汰价〔2010〕1号" in page_of(province, "statements")
    read_meter(order, "9000")
    assert "与现有数据不一致" in page_of(province, "statement", draft.pk)
    province.post(reverse("statement_charge"), {"month": "2010-11"})
    text = page_of(province, "statement", Statement.objects.latest("edition").pk)
    assert "−300.00" in text
    assert "用量更正" in text
    facility = page_of(province, "statement_facility", facility=order.facility_id)
    assert "2,700.00" in facility
    assert "2,700.00" in page_of(province, "statement_cities", month="2010-11")


def test_the_workbook_and_the_letter_say_what_the_page_says(signed_in: Callable[..., Client]) -> None:
    rate("0.30")
    for used in ("12345.6789", "0.05"):
        read_meter(price_order(), used)
    keep_statements_true(on=AFTER)
    made = Statement.objects.get()
    client = signed_in(Role.MUNICIPAL)
    sheet: Any = load_workbook(BytesIO(client.get(reverse("statement_workbook", args=[made.pk])).getvalue())).active
    amounts = [Decimal(str(row[11].value)).quantize(Decimal("0.01")) for row in sheet.iter_rows(min_row=4, max_row=5)]
    assert sum(amounts) == made.total == Decimal("3703.72")
    assert sheet["L6"].value == "=SUM(L4:L5)"
    paper = Document(BytesIO(client.get(reverse("statement_paper", args=[made.pk])).getvalue()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert {"3,703.70", "0.02", "3,703.72"} <= set(cells)
    assert any("3,703.72元" in line.text for line in paper.paragraphs)


def test_one_facility_s_months_go_out_as_sheet_and_paper(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    rate("0.30")
    order = price_order()
    for month, used in ((date(2010, 10, 1), "0.05"), (MONTH, "12345.6789")):
        read_meter(order, used, month=month)
        keep_statements_true(on=month.replace(month=month.month + 1, day=6))
    client = signed_in(Role.MUNICIPAL)
    asked: Any = {"facility": order.facility_id}
    answer: Any = client.get(reverse("statement_facility_workbook"), asked)
    sheet: Any = load_workbook(BytesIO(answer.getvalue())).active
    assert [sheet.cell(row, 2).value for row in (4, 5)] == ["2010-11", "2010-10"]
    assert sheet["J6"].value == "=SUM(J4:J5)"
    assert sheet["F6"].value is None
    paper = Document(BytesIO(client.get(reverse("statement_facility_paper"), asked).getvalue()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert {"3,703.70", "0.02", "3,703.72"} <= set(cells)
    elsewhere = signed_in(Role.MUNICIPAL, region=reference.region(reference.NINGBO))
    assert elsewhere.get(reverse("statement_facility_paper"), asked).status_code == 404
    monkeypatch.setattr("tracker.documents.pdf.shutil.which", lambda name: None)
    page = f"{reverse('statement_facility')}?facility={order.facility_id}"
    refused = client.post(f"{reverse('statement_facility_paper_pdf')}?facility={order.facility_id}")
    assert (refused.status_code, refused["Location"]) == (302, page)
    assert "LibreOffice" in client.get(page).text


def test_a_county_sees_what_its_own_facilities_are_charged(signed_in: Callable[..., Client]) -> None:
    rate("0.30")
    own, other = price_order(), price_order(enterprise__region=reference.region("330122"))
    for order in (own, other):
        read_meter(order, "10000")
    keep_statements_true(on=AFTER)
    whole = reverse("statement", args=[Statement.objects.get().pk])
    mine: Any = {"facility": own.facility_id}
    foreign: Any = {"facility": other.facility_id}
    county = signed_in(Role.COUNTY, region=reference.region(reference.FUYANG))
    text = page_of(county, "charges", month="2010-11")
    assert own.party in text
    assert other.party not in text
    assert "合计 <b>3,000.00</b> 元" in text
    assert "3,000.00" not in page_of(county, "charges", month="2010-10")
    months = page_of(county, "statement_facility", facility=own.facility_id)
    assert "待出具" in months
    assert whole not in months
    assert county.get(whole).status_code == 403
    assert county.get(reverse("statement_facility"), foreign).status_code == 404
    for name in ("statement_facility_paper", "statement_facility_workbook"):
        assert county.get(reverse(name), mine).status_code == 200
        assert county.get(reverse(name), foreign).status_code == 404
    assert county.get(reverse("statements")).status_code == 403
    assert "6,000.00" in page_of(signed_in(Role.MUNICIPAL), "charges", month="2010-11")


def test_a_department_sees_its_statements_once_issued_and_nothing_to_press(signed_in: Callable[..., Client]) -> None:
    made = statement()
    own = Client()
    own.force_login(Office().executor)
    assert own.get(reverse("statement", args=[made.pk])).status_code == 404
    province = signed_in(Role.PROVINCIAL)
    province.post(reverse("statement_issue", args=[made.pk]), {"version": made.version})
    text = page_of(own, "statement", made.pk)
    assert "3,000.00" in text
    assert reverse("statement_issue", args=[made.pk]) not in text
    assert own.get(reverse("statement_paper", args=[made.pk])).status_code == 200


@pytest.mark.parametrize("name", ["statements", "statement_cities", "prices", "charges"])
def test_lists_ask_no_more_for_more_rows(name: str, signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.PROVINCIAL)
    statement()
    few = questions(client, reverse(name))
    for month in (date(2010, 12, 1), date(2011, 1, 1)):
        keep_statements_true(on=month.replace(month=month.month % 12 + 1, year=2011, day=8))
        rate(valid_from=month, tier="restrict", valid_to=month)
    assert questions(client, reverse(name)) == few
    assert Statement.objects.count() > 1


def test_a_statement_asks_no_more_for_more_lines(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.PROVINCIAL)
    costs = []
    for more in (1, 4):
        rate() if more == 1 else None
        for _ in range(more):
            read_meter(price_order(), "100", month=MONTH)
        keep_statements_true(on=AFTER)
        costs.append(questions(client, reverse("statement", args=[Statement.objects.latest("pk").pk])))
    assert costs[1] - costs[0] in (0, 1)  # a second edition is read with what it corrects
