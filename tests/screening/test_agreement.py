"""The set-based screening agrees with the definition, facility by facility, whatever the criteria and whatever is missing."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.screening.generated import ON, as_row, entries, subjects
from tracker.catalogue.criteria import EntryRules
from tracker.screening.evaluation import Subject, verdict
from tracker.screening.hits import hits

pytestmark = pytest.mark.django_db
_ROW = (
    "id bigint, enterprise_id bigint, region_id text, industry_id text, kind_id text, capacity numeric(18,4),"
    " capacity_unit text, commissioned_on date, status text, attributes jsonb"
)

Found = dict[tuple[int, int], tuple[bool, int]]


def by_definition(known: list[EntryRules], facilities: list[Subject]) -> Found:
    """What the slow evaluation says of every facility and entry."""
    said = {
        (number, entry.entry_id): verdict(entry, facility, ON)
        for number, facility in enumerate(facilities)
        for entry in known
    }
    return {key: (answer.matched, answer.group) for key, answer in said.items() if answer}


def by_statement(known: list[EntryRules], facilities: list[Subject]) -> Found:
    """What the one statement says."""
    rows = json.dumps([as_row(number, facility) for number, facility in enumerate(facilities)])
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE made ON COMMIT DROP AS SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(" + _ROW + ")",
            [rows],
        )
        cursor.execute(hits(known, ON, subjects="SELECT * FROM made", explained=True))
        found = {(row[0], row[6]): (row[8], row[7]) for row in cursor.fetchall()}
        cursor.execute("DROP TABLE made")
    return found


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=st.lists(entries, min_size=1, max_size=6), facilities=st.lists(subjects(), min_size=1, max_size=8))
def test_the_statement_and_the_definition_say_the_same(known: list[EntryRules], facilities: list[Subject]) -> None:
    numbered = [replace(entry, entry_id=number) for number, entry in enumerate(known, start=1)]
    assert by_statement(numbered, facilities) == by_definition(numbered, facilities)
