"""What an inspection looks at (检查清单): points common to all, and those of an industry. Source: 2011 no. 46."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Point:
    """One point to look at."""

    code: str
    text: Any


COMMON = (
    Point("identity", _("企业、装备型号和编号与名单一致")),
    Point("stopped", _("已停止生产，现场无原料投入和产品产出")),
    Point("power", _("生产用电、用水已切断，有断电（断水）通知")),
    Point("dismantled", _("主体设备已拆除，不能恢复生产")),
    Point("whereabouts", _("设备去向清楚，没有转移到其他地区")),
    Point("witnessed", _("现场拆除见证书由法定代表人和市、县两名人员签字")),
    Point("photos", _("拆除前、中、后照片在同一位置拍摄")),
    Point("workers", _("职工安置已落实")),
)
BY_INDUSTRY: dict[str, tuple[Point, ...]] = {
    "cement": (
        Point("cement-shell", _("磨机筒体（窑体）已割断或解体")),
        Point("cement-drive", _("传动装置、电机已拆离基础")),
    ),
    "steel": (Point("steel-furnace", _("炉体、炉壳已解体，变压器已拆除")),),
    "iron": (Point("iron-furnace", _("高炉炉体、热风炉已拆除")),),
    "paper": (
        Point("paper-machine", _("造纸机主机（烘缸、网部）已解体")),
        Point("paper-digester", _("制浆蒸煮设备已拆除")),
    ),
    "dyeing": (Point("dyeing-machine", _("染色机、定型机已拆除，蒸汽管线已断开")),),
    "leather": (Point("leather-drum", _("转鼓已拆除，不留原地")),),
    "chemical-fibre": (Point("fibre-line", _("纺丝箱体、卷绕头已拆除")),),
    "clay-brick": (Point("brick-kiln", _("窑体、烟囱已拆除，取土场已停用")),),
    "lead-battery": (Point("battery-lead", _("极板涂板、化成设备已拆除，含铅废物已合规处置")),),
    "electroplating": (Point("plating-tank", _("电镀槽、整流器已拆除，槽液已合规处置")),),
    "casting": (Point("casting-furnace", _("冲天炉已拆除")),),
}


def points_for(industry: str) -> tuple[Point, ...]:
    """The checklist of an industry."""
    return COMMON + BY_INDUSTRY.get(industry, ())
