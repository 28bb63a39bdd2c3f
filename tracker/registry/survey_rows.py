"""A row of a survey (调查表的一行): one facility of one enterprise, as found on the spot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class SurveyRow(NamedTuple):
    """One facility as a survey found it; codes for what has codes, the sheet's own words for the parameters."""

    region_id: str
    enterprise_name: str
    industry_id: str
    facility_name: str
    credit_code: str | None = None
    ownership: str | None = None
    employees: int | None = None
    kind_id: str | None = None
    parameters: str = ""
    capacity: Decimal | None = None
    capacity_unit: str = ""
    commissioned_on: date | None = None
    status: str | None = None
    serial_number: str = ""
