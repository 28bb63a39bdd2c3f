"""Table of contents of the deadlines (期限一览): every kind by its code. A new kind is one declaration and one line."""

from tracker.contracts.deadline_kinds import CONTRACT
from tracker.deadlines.kinds import DeadlineKind
from tracker.enforcement.deadline_kinds import EXECUTION, HEARING
from tracker.progress.deadline_kinds import EVIDENCE, INSPECTION, OBJECTIONS, RECTIFICATION, REPORT
from tracker.targets.deadline_kinds import QUOTA, TARGET

KINDS: dict[str, DeadlineKind] = {
    kind.code: kind
    for kind in (TARGET, QUOTA, CONTRACT, REPORT, EVIDENCE, INSPECTION, RECTIFICATION, OBJECTIONS, EXECUTION, HEARING)
}
# Targets have a scan of their own, over flags on the row (flagging.py): there may be a million of them.
WATCHED = [kind for kind in KINDS.values() if kind is not TARGET]
CHOICES = [(kind.code, kind.label) for kind in KINDS.values()]
