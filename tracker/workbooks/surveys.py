"""Survey workbooks (分行业调查表): the facilities of one industry with every parameter that is asked, ready to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.catalogue.criteria import IN_COLUMNS
from tracker.officers.models import Officer
from tracker.officers.permissions import require
from tracker.quotas.models import Plan
from tracker.regions.models import Industry
from tracker.registry.models import Facility
from tracker.registry.spelling import for_sheets
from tracker.values.errors import NotFound
from tracker.workbooks.codecs import CODECS, Codec
from tracker.workbooks.codecs.base import Values
from tracker.workbooks.directory import lookups_of
from tracker.workbooks.writing import Heading, write_template


def survey_workbook(*, plan: Plan, industry: str, by: Officer, out: Path | IO[bytes]) -> int:
    """The officer's facilities of an industry, or of kinds that belong to it; returns how many. Uploads as `facilities`."""
    require(by, "change", "facility")
    named = Industry.objects.filter(pk=industry).first()
    if named is None:
        raise NotFound(industry=industry)
    codec = CODECS["facilities"]
    rows = codec.visible(plan, by)
    chosen = rows.filter(industry=named) | rows.filter(kind__industry=named)
    standing = chosen.exclude(status=Facility.Status.DISMANTLED).filter(retired_on__isnull=True)
    title = _("%(year)s年%(industry)s行业企业装备调查表") % {"year": plan.year, "industry": named.name}
    return write_template(
        codec.kind,
        _questionnaire(codec, standing),
        lookups_of(by, plan),
        out,
        Heading(title=title, note=plan.title),
        plan=plan.code,
    )


def _questionnaire(codec: Codec, rows: QuerySet[Any]) -> Iterator[Values]:
    """Rows to be completed by a survey: every parameter of the kind is named, those not known yet with a blank behind."""
    speller = for_sheets()
    for facility in rows.iterator(2000):
        asked = speller.parameters(facility.kind_id, facility.attributes, blanks=True, leave_out=IN_COLUMNS)
        yield {**codec.values_of(facility), "parameters": asked}
