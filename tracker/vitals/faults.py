"""What can be wrong (故障种类), in words an administrator can act on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fault(models.TextChoices):
    """故障: each with the way out."""

    REDIS_DOWN = "redis_down", _("Redis 无响应：后台作业排队等待，不会丢失；请检查 Redis 服务")
    BEAT_SILENT = "beat_silent", _("定时器无响应：请检查 beat 进程")
    QUEUE_SILENT = "queue_silent", _("队列无人响应：请检查该队列的 worker 进程，或其作业是否过多")
    SCAN_LATE = "scan_late", _("期限扫描没有按时运行：请检查定时器和 scan 队列，或执行 manage.py scan_deadlines")
    MAIL_LATE = "mail_late", _("有邮件超过一小时未发出：请检查邮件服务器和 mail 队列")
    DISK_LOW = "disk_low", _("磁盘剩余空间不足 10%：请清理或扩容")
