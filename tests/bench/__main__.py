"""`python -m tests.bench [NAME …] [--OPTION VALUE …]`: run the measuring programs of this folder, all or those named."""

import itertools
import subprocess
import sys
from pathlib import Path

from config.embedded import PROJECT

MARK = 'if __name__ == "__main__":'
PROGRAMS = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py") if MARK in path.read_text())


def main(arguments: list[str]) -> int:
    """Run each program in a process of its own, with the options given; how many failed."""
    names = list(itertools.takewhile(lambda word: not word.startswith("-"), arguments))
    if unknown := set(names) - set(PROGRAMS):
        print(f"no such program: {', '.join(sorted(unknown))}; there are: {', '.join(PROGRAMS)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or PROGRAMS:
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", f"tests.bench.{name}", *arguments[len(names) :]]
        failed += subprocess.run(command, cwd=PROJECT, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
