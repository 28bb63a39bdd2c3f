"""What a row looks like: exact amounts with units beside them, codes with their meaning, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from fixtures import reference
from fixtures.factories import (
    ContractLineFactory,
    EnterpriseFactory,
    FacilityFactory,
    QuotaFactory,
    TargetFactory,
    UploadRowFactory,
)
from tests.api.conftest import Asker
from tracker.officers.roles import Role

pytestmark = pytest.mark.django_db


def test_amounts_are_exact_text_with_their_unit(auditor: Asker) -> None:
    quota = QuotaFactory(amount=Decimal("99999999999999.9999"), unit="万吨")
    row = auditor(f"quotas/{quota.pk}/").json()
    assert (row["amount"], row["unit"], row["equipment_count"], row["equipment_unit"]) == (
        "99999999999999.9999",
        "万吨",
        None,
        "",
    )


def test_a_target_names_what_it_is_about(auditor: Asker) -> None:
    target = TargetFactory(done=True)
    row = auditor(f"targets/{target.pk}/").json()
    assert row["plan"] == target.plan.code
    assert (row["enterprise"], row["enterprise_name"]) == (target.enterprise_id, target.enterprise.name)
    assert row["credit_code"] == target.enterprise.credit_code
    assert (row["stage"], row["stage_label"], row["completed_on"]) == ("reported", "已报完成", "2010-09-15")
    assert [(fact["stage"], fact["on"]) for fact in row["facts"]] == [("reported", "2010-09-15")]


def test_labels_speak_the_language_the_client_accepts(auditor: Asker) -> None:
    target = TargetFactory(done=True)
    answer = auditor.get(f"targets/{target.pk}/", Accept_Language="en")
    assert answer.json()["stage_label"] not in ("", "已报完成")


def test_a_contract_carries_its_lines(auditor: Asker) -> None:
    line = ContractLineFactory()
    contract = next(row for row in auditor.rows("contracts/") if row["id"] == line.contract_id)
    assert [entry["content"] for entry in contract["lines"]] == [line.content]
    assert auditor.rows("contract-lines/", contract=line.contract_id)[0]["amount"] == "120.0000"


def test_an_upload_lists_the_effect_of_every_row(auditor: Asker) -> None:
    row = UploadRowFactory(values={"任务量": "12"})
    listed = auditor.rows(f"imports/{row.upload_id}/rows/")
    assert [(entry["values"], entry["action"]) for entry in listed] == [({"任务量": "12"}, "create")]


def test_a_region_filter_means_the_region_and_everything_in_it(auditor: Asker) -> None:
    county = EnterpriseFactory(region=reference.region("330110"))
    city, other = EnterpriseFactory(), EnterpriseFactory(region=reference.region(reference.NINGBO))
    found = {
        code: {row["id"] for row in auditor.rows("enterprises/", region=code)}
        for code in ("330110", "330100", "330000")
    }
    assert found == {"330110": {county.pk}, "330100": {county.pk, city.pk}, "330000": {county.pk, city.pk, other.pk}}


def test_a_city_sees_its_own_rows_only_and_no_other_region_in_any_answer(ask_as: Callable[..., Asker]) -> None:
    ningbo = reference.region(reference.NINGBO)
    TargetFactory(facility__enterprise__region=ningbo, facility__enterprise__name="宁波某某水泥厂")
    QuotaFactory(region=ningbo, content="宁波某某任务")
    own = FacilityFactory()
    hangzhou = ask_as(Role.MUNICIPAL)
    for name in ("enterprises", "facilities", "targets", "quotas", "contracts", "alerts", "imports"):
        assert "宁波" not in hangzhou(f"{name}/").content.decode()
    assert [row["id"] for row in hangzhou.rows("facilities/")] == [own.pk]
    assert {row["id"] for row in hangzhou.rows("enterprises/", region="330200")} == set()
