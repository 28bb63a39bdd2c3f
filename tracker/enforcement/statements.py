"""Statements (对账单): made for a month, made anew exactly where a rate, a reading or an order was corrected, and issued.

Whatever is made is an edition of its own that says what it changes: old, new, difference, cause. An issued edition stays
as it was issued; the next one corrects it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.audit.acting import acting, system
from tracker.audit.conflicts import change_seen
from tracker.enforcement.charging import Charge, Key, charges_of, said_by
from tracker.enforcement.drafting import draft
from tracker.enforcement.statement_tables import Statement, StatementLine, StatementState
from tracker.enforcement.surcharges import first_day, last_day
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.values.errors import IllegalState

State = StatementState
_PROVINCE = "330000"


@transaction.atomic
def make_statements(*, month: date, by: Officer, on: date) -> list[Statement]:
    """核算: the statements of a month, each only where it differs from what stands; the new editions."""
    require(by, "change", "statement", region=_PROVINCE)
    if last_day(month) >= on:
        raise IllegalState(_("当月尚未结束，不能核算"), code="month_not_over")
    return _calculate(first_day(month), by, on)


def keep_statements_true(*, on: date) -> int:
    """The nightly run: last month's statements, and every earlier month's anew; how many editions were made."""
    with acting(system("statements"), reason="自动核算"):
        months = set(Statement.objects.order_by().values_list("month", flat=True).distinct())
        months.add(first_day(date.fromordinal(first_day(on).toordinal() - 1)))
        return sum(len(_calculate(month, None, on)) for month in sorted(months))


def recharge(*, since: date, on: date) -> int:
    """At once after a correction: every month charged before, from `since` on, calculated anew; how many editions were made.

    The system does it, in the transaction of whoever corrects: who keeps rates or sends readings needn't see statements.
    """
    with acting(system("statements"), reason="更正后自动重算"):
        charged = Statement.objects.filter(month__gte=first_day(since)).order_by("month")
        return sum(len(_calculate(month, None, on)) for month in charged.values_list("month", flat=True).distinct())


def is_stale(statement: Statement) -> bool:
    """Whether readings, rates or orders say something else by now than the statement."""
    if statement.state == State.SUPERSEDED:
        return False
    charges = charges_of(statement.month).get((statement.measure_id, statement.region_id), [])
    return _differs(charges, statement.lines.all())


@transaction.atomic
def issue_statement(*, statement: Statement, by: Officer, on: date, seen_version: int) -> Statement:
    """出具: a draft becomes final, gets its number and goes to the duty department."""
    require(by, "issue", "statement", region=statement.region_id)
    _one_at_a_time()
    statement.refresh_from_db()
    if statement.state != State.DRAFT:
        raise IllegalState(_("只有待出具的对账单可以出具"), state=statement.state)
    if is_stale(statement):
        raise IllegalState(_("用量、标准或措施已更正，请先重新核算"), code="stale_statement")
    told = {
        "state": State.ISSUED, "issued_to_id": statement.organisation_id, "issued_on": on, "number": _next_number(on)
    }  # fmt: skip
    statement.lines.update(**told)
    issued: Statement = change_seen(statement, seen_version=seen_version, changes={**told, "issued_by": by})
    return issued


def _calculate(month: date, by: Officer | None, on: date) -> list[Statement]:
    _one_at_a_time()
    charged, standing = charges_of(month), _standing(month)
    made = [_renew(key, month, charged.get(key, []), standing.get(key, []), by, on) for key in {**standing, **charged}]
    return [one for one in made if one is not None]


def _standing(month: date) -> dict[Key, list[Statement]]:
    """The issued editions of a month and its draft, oldest first, with their lines."""
    rows = Statement.objects.filter(month=month).exclude(state=State.SUPERSEDED).order_by("edition")
    found: dict[Key, list[Statement]] = {}
    for one in rows.prefetch_related("lines"):
        found.setdefault((one.measure_id, one.region_id), []).append(one)
    return found


def _renew(
    key: Key, month: date, charges: list[Charge], standing: list[Statement], by: Officer | None, on: date
) -> Statement | None:
    """The next edition, where the last one says something else."""
    last = standing[-1] if standing else None
    if last is not None and not _differs(charges, last.lines.all()):
        return None
    issued = next((one for one in reversed(standing) if one.state == State.ISSUED), None)
    if last is not None and last.state == State.DRAFT:
        last.lines.update(state=State.SUPERSEDED)
        Statement.objects.filter(pk=last.pk).update(state=State.SUPERSEDED, version=last.version + 1)
        if issued is not None and not _differs(charges, issued.lines.all()):
            return None  # the correction was taken back: what was issued stands
    return draft(key, month, charges, issued or last, by, on)


def _differs(charges: Iterable[Charge], lines: Iterable[StatementLine]) -> bool:
    now = {charge.order.pk: charge.said for charge in charges}
    then = {line.order_id: said_by(line) for line in lines if line.gap != "no_order"}
    return now != then


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tracker.enforcement.statements'))")


def _next_number(on: date) -> str:
    stem = f"浙淘汰价〔{on.year}〕"
    taken = Statement.objects.filter(number__startswith=stem).values_list("number", flat=True)
    last = max((int(number.removeprefix(stem).removesuffix("号")) for number in taken), default=0)
    return f"{stem}{last + 1}号"
