"""``python -m config.texts`` compiles the catalogues of texts (``locale/*/LC_MESSAGES/*.po``) that have changed."""

from pathlib import Path

import polib

from config.embedded import PROJECT


def compile_changed(root: Path) -> list[Path]:
    """Write the .mo beside each .po that is newer; gettext's own programs are not needed. Returns what was written."""
    written = []
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written


if __name__ == "__main__":
    compile_changed(PROJECT / "locale")
