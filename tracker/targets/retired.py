"""What was eliminated once is not eliminated again (不得重复列入): a complete facility joins no other list."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tracker.quotas.models import Plan
from tracker.targets.models import Target
from tracker.values.errors import InvalidValue


def refuse_retired(plan: Plan) -> None:
    """InvalidValue naming a facility of the plan that another plan has counted already, within the present scope."""
    done = Target.objects.filter(completed_on__isnull=False).exclude(plan=plan)
    again = Target.objects.filter(plan=plan, completed_on__isnull=True, withdrawn_on__isnull=True)
    found = again.filter(facility__in=done.values("facility")).select_related("facility", "enterprise").first()
    if found is not None:
        said = {"name": found.enterprise.name, "facility": found.facility.name}
        raise InvalidValue(
            _("%(name)s的“%(facility)s”已在其他年度计划中完成淘汰，不能重复列入") % said,
            code="counted_already", field="facility_name",
        )  # fmt: skip
