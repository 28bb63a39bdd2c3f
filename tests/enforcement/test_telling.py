"""Who is told of an order's moves: at once, in their language, once; and never the one who made the move."""

from fixtures.enforcement import Office, department
from fixtures.factories import OfficerFactory
from tracker.audit.acting import acting
from tracker.enforcement.order_tables import Order
from tracker.enforcement.services import Said, move
from tracker.jobs.kinds import MessageKind
from tracker.jobs.models import OutboxMail
from tracker.officers.models import Officer
from tracker.officers.roles import Role


def told() -> set[Officer | None]:
    """Who was written to of orders so far."""
    return {mail.officer for mail in OutboxMail.objects.filter(kind=MessageKind.ORDER).select_related("officer")}


def test_nobody_is_told_before_the_order_is_issued(office: Office) -> None:
    office.bring_to("decided")
    assert told() == set()


def test_the_department_and_the_city_are_told_of_what_is_issued(office: Office) -> None:
    OfficerFactory(role=Role.DEPARTMENT, organisation=department("util-water", "供水企业"))
    OfficerFactory(role=Role.DEPARTMENT, organisation=department(), is_active=False)
    english = OfficerFactory(role=Role.DEPARTMENT, organisation=department(), language="en")
    order = office.bring_to("issued")
    assert told() == {office.executor, english, office.proposer}
    mail = OutboxMail.objects.get(officer=office.executor)
    assert order.party in mail.subject
    assert order.due_on is not None
    assert order.number in mail.text
    assert order.due_on.isoformat() in mail.text
    assert f"/orders/{order.pk}/" in mail.text
    assert "Enforcement" in OutboxMail.objects.get(officer=english).subject


def test_who_decided_is_told_what_the_department_reports(office: Office) -> None:
    office.move(office.bring_to("acknowledged"), "fail")
    mail = OutboxMail.objects.get(officer=office.decider)
    assert "未能执行" in mail.subject
    assert "理由" in mail.text


def test_what_ends_an_order_before_it_was_issued_is_no_news_to_the_department(office: Office) -> None:
    office.bring_to("revoked")
    assert told() == set()


def test_a_second_term_tells_again_and_the_officer_who_acts_needs_no_mail(office: Office) -> None:
    order = office.move(office.bring_to("failed"), "reissue")
    assert OutboxMail.objects.filter(officer=office.executor, kind=MessageKind.ORDER).count() == 2
    assert order.due_on is not None
    with acting(office.decider.actor):
        fresh = Order.objects.get(pk=order.pk)
        move(order=fresh, verb="revoke", by=office.decider, on=order.due_on, said=Said(fresh.version, "已拆除"))
    assert not OutboxMail.objects.filter(officer=office.decider, dedupe_key__contains="revoke").exists()
