"""The permission table (权限表): role × resource × verb. The only place that says who may do what.

Region scope comes on top: `visibility.visible_to` for rows, `require(..., region=)` for writes, row-level security behind both.
"""

from __future__ import annotations

from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.values.errors import NotAllowed, NotFound

M, C, P, D, A = Role.MUNICIPAL, Role.COUNTY, Role.PROVINCIAL, Role.DEPARTMENT, Role.AUDITOR
SYS, SEC, AUD = Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN
_LOCAL = (M, C, P)
_READERS = (M, C, P, A)
EVERYONE = tuple(Role)

TABLE: dict[str, dict[str, tuple[Role, ...]]] = {
    "home": {"view": EVERYONE},
    "preference": {"change": EVERYONE},
    "reference": {"view": EVERYONE, "history": (P, A), "export": _READERS},
    "overview": {"view": (M, C, P, D, A)},
    "catalogue": {"view": (M, C, P, D, A), "change": (P,), "history": (P, A), "export": _READERS},
    "enterprise": {"view": _READERS, "change": _LOCAL, "history": _READERS, "export": _READERS},
    "facility": {"view": _READERS, "change": _LOCAL, "history": _READERS, "export": _READERS},
    "statistic": {"view": _READERS, "change": (M, P), "history": _READERS, "export": _READERS},
    "screening": {"view": _READERS, "change": (P,), "export": _READERS},
    "plan": {
        "view": (M, C, P, D, A),
        "change": (P,),
        "issue": (P,),
        "redivide": (P,),
        "history": _READERS,
        "export": _READERS,
    },
    "quota": {"view": _READERS, "change": (M, P), "history": _READERS, "export": _READERS},
    "target": {
        "view": _READERS,
        "change": _LOCAL,
        "report": (M, C),
        "accept": (M, P),
        "confirm": (P,),
        "extend": (P,),
        "history": _READERS,
        "export": _READERS,
    },
    "evidence": {"view": _READERS, "change": _LOCAL, "history": _READERS, "export": _READERS},
    # Who asks for missing evidence; whoever may hand evidence in answers by doing so.
    "request": {"view": _READERS, "change": (M, P), "history": _READERS, "export": _READERS},
    "progress": {"view": _READERS, "change": (M, C), "decide": (M, P), "history": _READERS, "export": _READERS},
    "inspection": {"view": _READERS, "change": (M, P), "draw": (P,), "history": _READERS, "export": _READERS},
    "notice": {"view": _READERS, "change": (P,), "history": (P, A), "export": _READERS},
    "reading": {"view": _READERS, "change": _LOCAL, "history": _READERS, "export": _READERS},
    "suspicion": {"view": _READERS, "decide": (P,), "history": _READERS, "export": _READERS},
    # Suspected concealment or false report: not for those it may be about.
    "case": {"view": (P, A), "change": (P,), "history": (P, A), "export": (P, A)},
    "adjustment": {
        "view": _READERS,
        "change": (M, P),
        "decide": (P,),
        "history": _READERS,
        "export": _READERS,
    },
    # The province's contracts with cities and departments are the province's to write; "county" are a city's with its counties.
    "contract": {
        "view": _READERS,
        "change": (P,),
        "sign": (P,),
        "county": (M,),
        "attach": (M, C, P),
        "history": _READERS,
        "export": _READERS,
    },
    "calendar": {"view": EVERYONE, "change": (SYS,), "history": (P, A, SYS)},
    "measure": {
        "view": (M, C, P, D, A, SYS),
        "change": (SYS,),
        "history": (P, A, SYS),
        "export": _READERS,
    },
    # The province announces replacements; money is recorded by the government that gives it (awarding.py).
    "replacement": {"view": _READERS, "change": (P,), "history": _READERS, "export": _READERS},
    "award": {"view": _READERS, "change": (M, P), "history": _READERS, "export": _READERS},
    # Price rates are public knowledge, kept by the administrator as measures are; statements a department sees once issued to it.
    # Statements are the cities': a county sees the lines of its own facilities, each for itself.
    "price": {"view": (M, C, P, D, A, SYS), "change": (SYS,), "history": (P, A, SYS), "export": _READERS},
    "charge": {"view": (M, C, P, D, A), "history": _READERS, "export": (M, C, P, D, A)},
    "statement": {
        "view": (M, P, D, A),
        "change": (P,),
        "issue": (P,),
        "history": (M, P, A),
        "export": (M, P, D, A),
    },
    # A department sees the orders issued to its own organisation; who proposed an order may neither review nor decide it.
    "order": {
        "view": (M, C, P, D, A),
        "propose": (M, P),
        "review": (P,),
        "decide": (P,),
        "execute": (D,),
        "verify": (M, P),
        "history": (M, C, P, D, A),
        "export": _READERS,
    },
    # A joint action is a frame round orders: every department that takes part sees it, and adds to its timeline.
    "joint": {
        "view": (M, C, P, D, A),
        "change": (M, P),
        "decide": (P,),
        "report": (M, P, D),
        "history": _READERS,
        "export": _READERS,
    },
    # A department sees what it has to execute by a day, and what the ladder told it of.
    "alert": {
        "view": (M, C, P, D, A),
        "change": (M, C, P, D),
        "settle": (P,),
        "history": _READERS,
        "export": (M, C, P, D, A),
    },
    # Whoever asks for an extension never decides on it.
    "deadline": {
        "view": (M, C, P, D, A),
        "request": (M, C, P, D),
        "decide": (P,),
        "pause": (P,),
        "history": _READERS,
    },
    "quiet": {"view": (P, A, SYS), "change": (SYS,), "history": (P, A, SYS)},
    "ladder": {"view": (M, C, P, D, A, SYS), "change": (SYS,), "history": (P, A, SYS)},
    "leader": {"view": _READERS, "change": (M, P), "history": _READERS},
    # A department sends returns of the orders issued to it; each kind of workbook asks for its own room's verb on top.
    "upload": {
        "view": (M, C, P, D, A),
        "change": (M, C, P, D),
        "undo": _LOCAL,
        "history": _READERS,
        "export": _READERS,
    },
    # One's own background work; the system administrator looks after everybody's, without seeing what it is about.
    "job": {"view": EVERYONE, "change": (M, C, P, D), "control": (SYS,)},
    "health": {"view": (SYS, AUD)},
    # One administrator makes accounts and resets passwords, another grants roles and regions; tokens are each officer's own.
    "officer": {
        "view": (A, SYS, SEC, AUD),
        "change": (SYS,),
        "grant": (SEC,),
        "history": (A, SYS, SEC, AUD),
    },
    "token": {"change": (M, C, P, D, A)},
    # What was sent to whom and what became of it, never what it said; who may "read" sees
    # what it was about; "resend" also settles bounces.
    "mail": {"view": (A, SYS), "read": (A,), "resend": (SYS,)},
    "webhook": {"view": (A, SYS), "change": (SYS,)},
    "event": {"view": (A, AUD)},
    "api": {"view": (M, C, P, D, A)},
}


def may(officer: Officer, verb: str, resource: str) -> bool:
    """Whether the officer's role has the verb on the resource at all (region apart)."""
    return officer.is_active and officer.role in TABLE.get(resource, {}).get(verb, ())


def require(officer: Officer, verb: str, resource: str, *, region: str | None = None) -> None:
    """Raise NotAllowed unless the role has the verb; NotFound where the region is outside the officer's scope."""
    if not may(officer, verb, resource):
        raise NotAllowed(verb=verb, resource=resource)
    if region is not None and not officer.covers(region):
        raise NotFound(region=region)
