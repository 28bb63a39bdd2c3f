"""Acknowledging an alert: by whom, once, and not over somebody else's note."""

from datetime import date

import pytest

from fixtures import reference
from fixtures.factories import AlertFactory, OfficerFactory
from tracker.alerts.handling import acknowledge
from tracker.alerts.models import Alert
from tracker.officers.roles import Role
from tracker.values.errors import IllegalState, InvalidValue, NotAllowed, NotFound, StaleState

pytestmark = pytest.mark.django_db

ON = date(2010, 9, 17)


def test_an_officer_takes_note_and_says_what_will_be_done() -> None:
    officer = OfficerFactory(role=Role.MUNICIPAL)
    alert = acknowledge(alert=AlertFactory(), by=officer, on=ON, note=" 已约谈企业 ", seen_version=1)
    assert (alert.state, alert.acknowledged_by, alert.acknowledged_on, alert.note) == (
        "acknowledged",
        officer,
        ON,
        "已约谈企业",
    )
    assert alert.version == 2


def test_the_second_of_two_officers_is_shown_the_firsts_note() -> None:
    first, second = OfficerFactory(role=Role.MUNICIPAL), OfficerFactory(role=Role.MUNICIPAL)
    seen_by_both = AlertFactory()
    acknowledge(alert=seen_by_both, by=first, on=ON, note="已约谈企业", seen_version=1)
    with pytest.raises(StaleState) as refused:
        acknowledge(alert=seen_by_both, by=second, on=ON, note="拟断电", seen_version=1)
    assert refused.value.data["fields"]["note"] == {"was": "", "theirs": "已约谈企业", "yours": "拟断电"}
    assert Alert.objects.get().note == "已约谈企业"


@pytest.mark.parametrize("state", ["acknowledged", "resolved"])
def test_only_an_open_alert_is_acknowledged(state: str) -> None:
    with pytest.raises(IllegalState):
        acknowledge(alert=AlertFactory(state=state), by=OfficerFactory(), on=ON, note="", seen_version=1)


def test_an_auditor_acknowledges_nothing() -> None:
    with pytest.raises(NotAllowed):
        acknowledge(alert=AlertFactory(), by=OfficerFactory(role=Role.AUDITOR), on=ON, note="", seen_version=1)


def test_another_citys_alert_does_not_exist_for_an_officer() -> None:
    elsewhere = OfficerFactory(role=Role.MUNICIPAL, region=reference.region("330200"))
    with pytest.raises(NotFound):
        acknowledge(alert=AlertFactory(), by=elsewhere, on=ON, note="", seen_version=1)


def test_a_note_has_an_end() -> None:
    with pytest.raises(InvalidValue):
        acknowledge(alert=AlertFactory(), by=OfficerFactory(), on=ON, note="长" * 301, seen_version=1)
