"""Executing twice at the same moment, over connections of their own: double click, retry, Excel and API are one execution."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from fixtures.enforcement import EXECUTION, Office, next_day, photographed
from tests.database import Database
from tracker.audit.acting import acting, system
from tracker.enforcement.executing import execute
from tracker.enforcement.order_tables import Order, OrderStep, Receipt
from tracker.enforcement.returns import ExecutionRow, merge_executions
from tracker.values.errors import DomainError


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Everything that came of it, refusals too."""
    start, came = threading.Barrier(len(works)), []

    def work(one: Callable[[], Any]) -> None:
        start.wait()
        try:
            came.append(one())
        except DomainError as refused:
            came.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_page_program_and_workbook_at_once_are_one_execution(committed_db: Database) -> None:
    office = Office()
    order = office.bring_to("issued")
    photographed(order, office.executor)
    by, on = office.executor, next_day(order)
    told = EXECUTION(on)

    def by_page() -> Order:
        with acting(by.actor):
            return execute(order=order, execution=told, by=by, on=on, seen_version=order.version)

    def by_program() -> Order:
        with acting(by.actor):
            return execute(order=order, execution=told, by=by, on=on, key="k-1")

    assert order.plan is not None
    plan = order.plan

    def by_workbook() -> Any:
        row = ExecutionRow(order.number, order.party, on, told.operator, told.executed_at, told.meter_reading)
        with acting(by.actor):
            return merge_executions(plan=plan, rows=[row], by=by, on=on)

    came = at_once(by_page, by_page, by_program, by_program, by_workbook)
    assert [one for one in came if isinstance(one, DomainError)] == []
    with acting(system("test")):
        assert Order.objects.get(pk=order.pk).version == order.version + 1
        assert OrderStep.objects.filter(order=order, verb="execute").count() == 1
        assert Receipt.objects.filter(order=order).count() == 1


def test_of_two_different_executions_at_once_one_is_refused(committed_db: Database) -> None:
    office = Office()
    order = office.bring_to("issued")
    photographed(order, office.executor)
    by, on = office.executor, next_day(order)

    def told(operator: str) -> Callable[[], Order]:
        row = ExecutionRow(
            order.number, order.party, on, operator, EXECUTION(on).executed_at, EXECUTION(on).meter_reading
        )

        def work() -> Order:
            with acting(by.actor):
                return execute(order=order, execution=row.execution, by=by, on=on)

        return work

    came = at_once(told("王建国"), told("李四"))
    assert sorted(type(one).__name__ for one in came) == ["IllegalState", "Order"]
    with acting(system("test")):
        assert OrderStep.objects.filter(order=order, verb="execute").count() == 1
