"""Files on disk (文件存储): a file is there whole, or not at all, whatever fills up or goes down while it is written."""

import errno
import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from tracker.values.errors import NoRoom

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class WholeFiles(FileSystemStorage):
    """Django's files on disk, written beside their place, flushed to the disk and only then given their name."""

    def _save(self, name: str, content: Any) -> str:
        beside = f"{name}.{uuid.uuid4().hex}.part"
        written = Path(self.path(beside))
        try:
            super()._save(beside, content)  # type: ignore[misc]
            with written.open("rb") as file:
                os.fsync(file.fileno())
            return self._named(written, name)
        except OSError as error:
            if error.errno in FULL:
                raise NoRoom from error
            raise
        finally:
            with suppress(OSError):
                written.unlink(missing_ok=True)

    def _named(self, written: Path, name: str) -> str:
        """Give the file its name, or the next free one; a link takes no name that somebody has."""
        while True:
            try:
                os.link(written, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                folder = os.open(written.parent, os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
                return name.replace("\\", "/")
