"""The enterprises a survey's rows name (调查表所列企业): found or registered, and told what all their rows say of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from tracker.bulk.merge import MergeSpec, put
from tracker.bulk.rows import tell
from tracker.registry.identities import Identity, code_kind, identity, known_enterprises, newcomers
from tracker.registry.models import Enterprise
from tracker.registry.survey_rows import SurveyRow
from tracker.values.errors import DomainError, InvalidValue


class Own(NamedTuple):
    """What a survey may change of an enterprise; the names are its columns'."""

    credit_code: str | None
    code_kind: str
    ownership: str
    employees: int | None


_ENTERPRISES = MergeSpec(Enterprise, key=("id",), values=Own._fields)
_SAID = ("credit_code", "ownership", "employees")  # in every row of an enterprise
_BLANK = (None, "")


class Owners:
    """The enterprises of `rows`. Rows that name one by two codes, or say two things of one, are refused, every one."""

    def __init__(self, rows: Sequence[SurveyRow]) -> None:
        self._old: dict[tuple[Any, ...], dict[str, Any]] = {}
        alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)  # most rows say what others of their enterprise say
        for index, row in enumerate(rows):
            alike[_words(row)].append(index)
        firsts, places = [rows[same[0]] for same in alike.values()], list(alike.values())
        try:
            self.known = known_enterprises(firsts)
            self._new = newcomers(firsts, self.known)
            self._sayings = self._said_together(firsts)
        except DomainError as error:
            tell({index: one for at, one in error.rows.items() for index in places[at]})
            raise

    def of(self, row: SurveyRow) -> Enterprise | None:
        """The enterprise a row names; None where it is not registered yet."""
        return self.known.get(identity(row))

    def before(self, row: SurveyRow) -> dict[str, Any]:
        """The registered values, by name, that a row's words would change."""
        said = _words(row)
        if said not in self._old:
            owner = self.of(row)
            pairs = zip(Own._fields, _own_of(owner), _own(row, owner), strict=True) if owner else ()
            self._old[said] = {name: old for name, old, new in pairs if old != new}
        return self._old[said]

    def put(self) -> None:
        """Register those nobody knows, and write what the rows say of the others."""
        known = {owner.pk: owner for owner in self.known.values()}
        stated = {pk: _own(row, known[pk]) for pk, row in self._sayings.items() if isinstance(pk, int)}
        put(_ENTERPRISES, ((pk, *own) for pk, own in stated.items() if own != _own_of(known[pk])))
        made = {place: _new_enterprise(row) for place, row in self._sayings.items() if isinstance(place, tuple)}
        Enterprise.objects.bulk_create(made.values())
        self.known |= {named: made[_place(first)] for named, first in self._new.items()}

    def _about(self, row: SurveyRow) -> int | Identity:
        """The key of a known enterprise; of a new one the place and name it is registered by."""
        owner = self.of(row)
        return owner.pk if owner else _place(self._new[identity(row)])

    def _said_together(self, rows: Sequence[SurveyRow]) -> dict[int | Identity, SurveyRow]:
        """What the rows of each enterprise say of it; blanks say nothing."""
        sayings: dict[int | Identity, SurveyRow] = {}
        doubts: dict[tuple[int | Identity, str], set[Any]] = {}
        for row in rows:
            about = self._about(row)
            seen = sayings.setdefault(about, row)
            for name in _SAID if seen is not row else ():
                was, now = getattr(seen, name), getattr(row, name)
                if was in _BLANK and now not in _BLANK:
                    sayings[about] = seen = seen._replace(**{name: now})
                elif was != now and now not in _BLANK and name != "credit_code":
                    doubts.setdefault((about, name), {was}).add(now)
        if doubts:
            self._refuse(rows, doubts)
        return sayings

    def _refuse(self, rows: Sequence[SurveyRow], doubts: dict[tuple[int | Identity, str], set[Any]]) -> None:
        refused: dict[int, DomainError] = {}
        for index, row in enumerate(rows):
            about = self._about(row)
            said = {name: doubts[about, name] for name in _SAID if (about, name) in doubts}
            stated = [name for name in said if getattr(row, name) not in _BLANK]
            if stated:
                refused[index] = _contradiction(row, stated[0], said)
        tell(refused)


def _words(row: SurveyRow) -> tuple[Any, ...]:
    """All that a row says of its enterprise."""
    return row.region_id, row.enterprise_name, row.credit_code, row.ownership, row.employees


def _place(row: SurveyRow) -> Identity:
    return row.region_id, row.enterprise_name


def _own_of(owner: Enterprise) -> Own:
    return Own(owner.credit_code, owner.code_kind, owner.ownership, owner.employees)


def _own(row: SurveyRow, owner: Enterprise | None) -> Own:
    """The enterprise's values with what the row says of it."""
    code = row.credit_code if owner is None or not owner.credit_code else owner.credit_code
    return Own(
        code,
        code_kind(code),
        row.ownership or (owner.ownership if owner else Enterprise.Ownership.UNKNOWN),
        row.employees if row.employees is not None else owner.employees if owner else None,
    )


def _new_enterprise(row: SurveyRow) -> Enterprise:
    own = _own(row, None)._asdict()
    return Enterprise(name=row.enterprise_name, region_id=row.region_id, industry_id=row.industry_id, **own)


def _contradiction(row: SurveyRow, name: str, said: dict[str, set[Any]]) -> DomainError:
    """The refusal of a row at one of its cells, which names all that the rows of its enterprise contradict each other in."""
    labels = {"ownership": _("所有制"), "employees": _("从业人数")}
    told = "；".join(f"{labels[each]} {'、'.join(sorted(map(_shown, values)))}" for each, values in said.items())
    message = _("同一家企业（%(name)s）各行所填的不一致：%(said)s。请核实后统一")
    words = {"name": row.enterprise_name, "said": told}
    return InvalidValue(message % words, field=name, found=_shown(getattr(row, name)))


def _shown(value: Any) -> str:
    return str(dict(Enterprise.Ownership.choices).get(value, value))
