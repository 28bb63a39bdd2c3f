"""How a command answers (命令输出): human text, or one JSON object with `--json`; exit 0 done, 1 refused, 2 wrong usage."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand

from tracker.values.errors import DomainError


@dataclass(frozen=True)
class Answer:
    """What a command did: for programs, and in words."""

    data: dict[str, Any]
    words: str


class AnsweringCommand(BaseCommand):
    """A command whose `work` returns its answer; a domain error is printed with its code and becomes exit 1."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Every command knows --json."""
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the work and say what came of it."""
        try:
            answer = self.work(options)
        except DomainError as error:
            refused = {
                "status": "refused",
                "errors": [{"code": error.code, "message": str(error.message), **error.data}],
            }
            if options["json"]:
                self.stdout.write(_text(refused))
            else:
                self.stderr.write(f"{error.message} ({error.code})")
            sys.exit(1)
        self.stdout.write(_text(answer.data) if options["json"] else answer.words)

    def work(self, options: dict[str, Any]) -> Answer:
        """For subclasses: what the command does."""
        raise NotImplementedError


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)
