"""The Excel return of a department: previewed, applied once, its own orders only, the page's own rules."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from fixtures.enforcement import Office, department, next_day, photographed
from fixtures.factories import OfficerFactory, PlanFactory
from tests.workbooks.sending import workbook
from tracker.audit.acting import acting
from tracker.enforcement.executing import Execution, execute
from tracker.enforcement.order_tables import Order, OrderStep
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.quotas.models import Plan
from tracker.values.errors import InvalidValue, NotAllowed
from tracker.workbooks.applying import apply_upload
from tracker.workbooks.codecs.executions import clock
from tracker.workbooks.exports import template_workbook
from tracker.workbooks.models import Upload
from tracker.workbooks.previewing import read_and_preview
from tracker.workbooks.receiving import receive

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def plan(db: None) -> Plan:
    made: Plan = PlanFactory()
    return made


def row(order: Order, **changes: Any) -> list[Any]:
    said = {
        "number": order.number,
        "party": order.party,
        "measure": order.measure_name,
        "account": "",
        "due": "",
        "on": next_day(order).isoformat(),
        "at": "9:30",
        "by": "王建国",
        "reading": "4821.5",
    }
    return [*(said | changes).values(), ""]


def ready(office: Office, state: str = "issued") -> Order:
    """An order of the department that only waits for its return, with its photo."""
    order = office.bring_to(state)
    photographed(order, office.executor)
    return order


def sent(plan: Plan, by: Officer, *rows: list[Any], kind: str = "executions", on: date | None = None) -> Upload:
    with acting(by.actor):
        received = receive(file=workbook(kind, *rows), kind=kind, plan=plan, by=by)
    return read_and_preview(str(received.pk), on=on)


def applied(upload: Upload, by: Officer) -> Upload:
    with acting(by.actor):
        return apply_upload(upload=upload, by=by, now=timezone.now())


def test_a_return_is_previewed_and_applied(office: Office, plan: Plan) -> None:
    orders = [ready(office), ready(office, "acknowledged")]
    upload = sent(plan, office.executor, *[row(order) for order in orders])
    assert (upload.state, upload.updated, upload.errors) == (Upload.State.PREVIEWED, 2, [])
    with acting(office.executor.actor):
        told = {"executed_on", "executed_at", "operator", "meter_reading"}
        assert all(set(each.before or {}) == {"state", *told} for each in upload.row_set.all())
        assert Order.objects.filter(state="executed").count() == 0
    applied(upload, office.executor)
    with acting(office.executor.actor):
        done = Order.objects.filter(state="executed")
        assert {(one.operator, one.meter_reading) for one in done} == {("王建国", Decimal("4821.5"))}
        assert done.count() == 2


def test_a_return_of_what_was_told_by_page_or_program_is_the_same_execution(office: Office, plan: Plan) -> None:
    order = ready(office)
    day = next_day(order)
    with acting(office.executor.actor):
        told = Execution(day, "王建国", time(9, 30), meter_reading=Decimal("4821.5"), note="已封表")
        done = execute(order=order, execution=told, by=office.executor, on=day, key="k-1")
    for _time in range(2):
        upload = sent(plan, office.executor, row(order))
        assert (upload.state, upload.unchanged) == (Upload.State.PREVIEWED, 1)
        applied(upload, office.executor)
    with acting(office.executor.actor):
        assert Order.objects.get(pk=order.pk).version == done.version
        assert OrderStep.objects.filter(verb="execute").count() == 1


@pytest.mark.parametrize(
    "changes", [{"number": "浙淘汰强〔2010〕99号"}, {"party": "别家公司"}, {"by": "某人", "on": "2010-01-01"}]
)
def test_a_row_that_cannot_be_is_refused_and_nothing_is_written(
    changes: dict[str, Any], office: Office, plan: Plan
) -> None:
    order = ready(office)
    upload = sent(plan, office.executor, row(order, **changes))
    assert upload.state == Upload.State.REFUSED
    with acting(office.executor.actor):
        assert Order.objects.get(pk=order.pk).state == "issued"


def test_another_department_s_order_is_not_known_to_be_there_and_its_files_are_not_seen(
    office: Office, plan: Plan
) -> None:
    order = ready(office)
    water: Officer = OfficerFactory(role=Role.DEPARTMENT, organisation=department("util-water", "供水企业"))
    upload = sent(plan, water, row(order))
    assert upload.state == Upload.State.REFUSED
    assert upload.errors[0]["code"] == "UNKNOWN_CHOICE"
    for officer, number in ((water, 1), (office.executor, 0)):
        with acting(officer.actor):
            assert (Upload.objects.visible_to(officer).count(), Upload.objects.count()) == (number, number)


def test_nobody_else_sends_returns_and_a_department_sends_nothing_else(office: Office, plan: Plan) -> None:
    order = ready(office)
    with pytest.raises(NotAllowed):
        sent(plan, office.proposer, row(order))
    for kind in ("quotas", "targets", "progress"):
        with pytest.raises(NotAllowed):
            sent(plan, office.executor, kind=kind)


def test_a_day_that_has_not_come_is_refused(office: Office, plan: Plan) -> None:
    order = ready(office)
    ahead = (timezone.now().date() + timedelta(days=3)).isoformat()
    upload = sent(plan, office.executor, row(order, on=ahead))
    with pytest.raises(InvalidValue, match="执行日期"):
        applied(upload, office.executor)


def test_the_preview_marks_a_day_that_has_not_come_by_its_cell(office: Office, plan: Plan) -> None:
    order = ready(office)
    today = next_day(order)
    upload = sent(plan, office.executor, row(order, on=(today + timedelta(days=1)).isoformat()), on=today)
    assert upload.state == Upload.State.REFUSED
    assert upload.errors[0]["cell"]


@pytest.mark.parametrize(("missing", "column"), [("at", "执行时间"), ("reading", "表计示数")])
def test_what_the_measure_wants_is_wanted_of_a_workbook_too_in_its_cell(
    missing: str, column: str, office: Office, plan: Plan
) -> None:
    upload = sent(plan, office.executor, row(ready(office), **{missing: ""}))
    assert (upload.state, upload.errors[0]["column"]) == (Upload.State.REFUSED, column)
    assert sent(plan, office.executor, row(office.bring_to("issued"))).errors[0]["code"] == "photo_missing"


def test_the_template_holds_the_open_orders_and_comes_back_filled_in(office: Office, plan: Plan) -> None:
    order, _done = ready(office), office.bring_to("executed")
    out = BytesIO()
    with acting(office.executor.actor):
        assert template_workbook(kind="executions", plan=plan, by=office.executor, out=out) == 1
    book = openpyxl.load_workbook(out)
    sheet: Any = book.worksheets[0]
    head = next(line for line in sheet.iter_rows() if line[0].value == "文号")
    first = head[0].row + 1
    columns = {str(cell.value): cell.column for cell in head}
    assert sheet.cell(first, columns["被执行人"]).value == order.party
    assert order.number in _options(book)
    told = {"执行日期": next_day(order).isoformat(), "执行时间": "9:30", "操作人员": "王建国", "表计示数": 4821.5}
    for name, value in told.items():
        sheet.cell(first, columns[name], value)
    filled = BytesIO()
    book.save(filled)
    with acting(office.executor.actor):
        received = receive(
            file=ContentFile(filled.getvalue(), name="回报.xlsx"), kind="executions", plan=plan, by=office.executor
        )
    upload = read_and_preview(str(received.pk))
    assert (upload.state, upload.updated) == (Upload.State.PREVIEWED, 1), upload.errors
    applied(upload, office.executor)
    with acting(office.executor.actor):
        assert Order.objects.get(pk=order.pk).executed_at == time(9, 30)
        with pytest.raises(NotAllowed):
            template_workbook(kind="quotas", plan=plan, by=office.executor, out=BytesIO())


def _options(book: openpyxl.Workbook) -> set[str]:
    hidden = [sheet for sheet in book.worksheets if sheet.sheet_state == "hidden"]
    return {str(cell.value) for sheet in hidden for line in sheet.iter_rows() for cell in line}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9:30", time(9, 30)),
        ("09：05", time(9, 5)),
        ("9时30分", time(9, 30)),
        ("14点", time(14)),
        ("0.395833", time(9, 30)),
    ],
)
def test_a_time_of_day_as_officers_write_it(written: str, read: time) -> None:
    assert clock(written) == read


@pytest.mark.parametrize("written", ["25:00", "上午", "9:75", "1.5"])
def test_what_is_no_time_of_day_is_refused(written: str) -> None:
    with pytest.raises(InvalidValue):
        clock(written)
