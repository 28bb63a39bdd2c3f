"""Rows kept of an upload: as they were read, where their upload is, and the only ones that write are those that change something."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from fixtures.factories import PlanFactory
from tests.workbooks.sending import QUOTA, changed, sent
from tracker.officers.models import Officer
from tracker.quotas.models import Plan
from tracker.workbooks.applying import apply_upload
from tracker.workbooks.models import Upload, UploadRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


def test_what_others_change_in_rows_that_write_nothing_stays(plan: Plan, hangzhou: Officer) -> None:
    second = [*QUOTA[:2], "机立窑", *QUOTA[3:]]
    apply_upload(upload=sent("quotas", plan, hangzhou, QUOTA, second), by=hangzhou, now=timezone.now())
    seen = sent("quotas", plan, hangzhou, QUOTA, changed(second, amount=9))
    apply_upload(upload=sent("quotas", plan, hangzhou, changed(QUOTA, amount=7)), by=hangzhou, now=timezone.now())
    apply_upload(upload=seen, by=hangzhou, now=timezone.now())
    assert set(plan.quotas.values_list("amount", flat=True)) == {7, 9}


def test_a_row_stays_as_it_was_read_and_where_its_upload_is(plan: Plan, hangzhou: Officer) -> None:
    row = sent("quotas", plan, hangzhou, QUOTA).row_set.get()
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        UploadRow.objects.filter(pk=row.pk).update(values={})
    row.pk, row.row_number, row.region_id = None, 99, "330200"
    with pytest.raises(IntegrityError, match="where its upload is"), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Upload.objects.filter(pk=row.upload_id).delete()
