"""Who signs with whom (签订双方): from the plan's signatories, else by the offices the instrument names. Texts of a paper: Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.contracts.models import Contract
from tracker.contracts.wording import Signatory
from tracker.quotas.models import Plan
from tracker.regions.models import Organisation, Region

_DEPUTIES = {"市": "副市长", "县": "副县长", "区": "副区长"}


@dataclass(frozen=True)
class Parties:
    """Both sides of a contract: their names, the offices that sign, and the persons where they are known."""

    party_a: str
    party_a_title: str
    party_b: str
    party_b_title: str
    party_a_name: str = ""
    party_b_name: str = ""


def signatories(plan: Plan) -> dict[tuple[str, str | None], Signatory]:
    """The plan's signatories by region and department."""
    found = Signatory.objects.filter(plan=plan).select_related("party_a", "party_b")
    return {(one.region_id, one.organisation_id): one for one in found}


def parties_of(level: str, region: Region, organisation: Organisation | None, named: Signatory | None) -> Parties:
    """The parties of one contract."""
    usual = _usual(level, region, organisation)
    if named is None:
        return usual
    return Parties(
        named.party_a.name,
        named.party_a_title,
        named.party_b.name if named.party_b else usual.party_b,
        named.party_b_title,
        named.party_a_name,
        named.party_b_name,
    )


def _usual(level: str, region: Region, organisation: Organisation | None) -> Parties:
    if level == Contract.Level.DEPARTMENT and organisation is not None:
        return Parties(f"{region.name}人民政府", f"{region.name}分管副省长", organisation.name, "主要负责人")
    above = region.parent.name if region.parent else ""
    upper = f"{above}分管副省长" if level == Contract.Level.CITY else f"{above}分管副市长"
    deputy = _DEPUTIES.get(region.name[-1], "副市长")
    return Parties(f"{above}人民政府", upper, f"{region.name}人民政府", f"{region.name}分管{deputy}")
