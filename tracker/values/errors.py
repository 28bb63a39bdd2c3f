"""Domain errors: each has a code, a message that names the thing and the way out, and data. Faces translate them once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal the user can understand. `code` is stable; `message` is translatable; `data` is for machines.

    Where rows of a set were refused, `rows` holds the refusal of each by its place in the set; empty otherwise.
    """

    code = "refused"
    message: Any = _("操作被拒绝")
    rows: Mapping[int, DomainError] = MappingProxyType({})

    def __init__(self, message: Any = "", *, code: str = "", **data: Any) -> None:
        self.message = message or self.message
        self.code = code or self.code
        self.data = data
        super().__init__(str(self.message))


class NotAllowed(DomainError):
    """The officer may not do this, whatever the state (role or region)."""

    code = "not_allowed"
    message = _("您没有执行此操作的权限")


class NotFound(DomainError):
    """The object does not exist, or the officer may not know that it does."""

    code = "not_found"
    message = _("未找到该记录")


class InvalidValue(DomainError):
    """A value breaks a rule; `data["field"]` names it."""

    code = "invalid"


class IllegalState(DomainError):
    """The verb is not legal in the present state."""

    code = "illegal_state"
    message = _("该事项已经不在可以这样办理的阶段，请刷新页面，按最新情况办理")


class StaleState(DomainError):
    """Somebody changed the row since it was read; `data` holds {field: {"yours", "theirs", "was"}}."""

    code = "conflict"
    message = _("该记录刚刚被他人修改，请核对差异后重新提交")


class NoRoom(DomainError):
    """The disk is full; nothing of the file was kept."""

    code = "no_room"
    message = _("存储空间不足，文件没有保存，也没有写入任何数据。请联系系统管理员后重试")


@dataclass(frozen=True)
class CellError:
    """One fault of an uploaded workbook: where it is, what was found, what was expected."""

    sheet: str
    cell: str
    column: str
    found: str
    expected: str
    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The JSON shape fixed for import_workbook."""
        return asdict(self)


class BadWorkbook(DomainError):
    """An uploaded file is refused; `errors` lists every fault found."""

    code = "bad_workbook"
    message = _("文件存在错误，未写入任何数据")

    def __init__(self, errors: list[CellError], message: Any = "") -> None:
        super().__init__(message or (errors[0].message if errors else ""))
        self.errors = errors
