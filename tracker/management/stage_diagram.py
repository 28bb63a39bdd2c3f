"""The stage table drawn for people (阶段图): a diagram and a table in Markdown, made from the code."""

from __future__ import annotations

from django.utils.translation import override

from tracker.officers.permissions import TABLE
from tracker.officers.roles import Role
from tracker.targets.stages import MOVES, NOT_BY_THE_SAME, PERMISSION_OF, EvidenceKind, Stage
from tracker.values.transitions import Transition

_HEAD = """# 淘汰任务的阶段 · Stages of a target

由 `manage.py draw_stages` 根据 `tracker/targets/stages.py` 生成，请勿手改。
Drawn by `manage.py draw_stages` from the table in the code; don't edit by hand.

"""
_COLUMNS = (
    "| 操作 verb | 从 from | 到 to | 角色 role | 需要 needs | 不得由 not by whoever |\n|---|---|---|---|---|---|\n"
)


def stages_document() -> str:
    """The whole of docs/stages.md."""
    with override("zh-hans"):
        lines = "".join(_line(move) for move in MOVES.moves.values())
        return f"{_HEAD}```mermaid\n{_diagram()}```\n\n{_COLUMNS}{lines}"


def _diagram() -> str:
    states = "".join(f"    {stage.value} : {stage.label}\n" for stage in Stage)
    arrows = "".join(
        f"    {source} --> {move.target} : {move.label}\n"
        for move in MOVES.moves.values()
        for source in _in_order(move)
    )
    return f"stateDiagram-v2\n    [*] --> planned\n{states}{arrows}    announced --> [*]\n    withdrawn --> [*]\n"


def _line(move: Transition) -> str:
    source = "、".join(str(Stage(stage).label) for stage in _in_order(move))
    roles = "、".join(str(Role(role).label) for role in TABLE["target"][PERMISSION_OF[move.verb]])
    named = {"reason": "理由", "held": "原因、监管责任人、拆除方案"}
    needs = "、".join(
        [*(named[need] for need in move.needs), *(str(EvidenceKind(kind).label) for kind in move.evidence)]
    )
    others = "、".join(str(MOVES.moves[verb].label) for verb in NOT_BY_THE_SAME.get(move.verb, ()))
    label = f"{move.label} `{move.verb}`"
    return f"| {label} | {source} | {Stage(move.target).label} | {roles} | {needs or '—'} | {others or '—'} |\n"


def _in_order(move: Transition) -> list[str]:
    return [stage for stage in Stage.values if stage in move.sources]
