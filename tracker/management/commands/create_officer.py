"""`create_officer`: make an account from the server's command line, the first administrators above all."""

from __future__ import annotations

import json
import sys
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.audit.acting import acting, system
from tracker.officers.models import Officer
from tracker.officers.roles import Role
from tracker.officers.services import create_officer, fits
from tracker.regions.models import Organisation, Region


class Command(BaseCommand):
    """Makes one account; the password is asked for, or read from standard input, never given as an argument."""

    help = "Make an account. The password is asked for; where there is no terminal it is read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the officer's name or office, as shown on pages")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--region", default="330000", metavar="CODE", help="GB/T 2260 (330000 is the province)")
        parser.add_argument("--organisation", metavar="CODE", help="needed for departments, e.g. util-power")
        parser.add_argument("--email", default="", help="where digests of alerts go")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        with acting(system("create_officer"), reason="create_officer"):
            officer = self._create(options, password)
        shown = {"username": officer.username, "role": officer.role, "region": officer.region_id}
        self.stdout.write(
            json.dumps(shown) if options["json"] else f"{officer.username}: {officer.role}, {officer.region}"
        )

    def _create(self, options: dict[str, Any], password: str) -> Officer:
        if Officer.objects.filter(username__iexact=options["username"]).exists():
            raise CommandError(f"there is an account {options['username']} already")
        region = Region.objects.filter(code=options["region"]).first()
        organisation = Organisation.objects.filter(code=options["organisation"] or "").first()
        if region is None or (options["organisation"] and organisation is None):
            raise CommandError(
                "no such region or organisation: run load_seeds first, and see seeds/*.csv for the codes"
            )
        if options["role"] == Role.DEPARTMENT and organisation is None:
            raise CommandError("an officer of a department needs --organisation")
        if not fits(Role(options["role"]), region):
            raise CommandError(f"{region} is no region for the role {options['role']}")
        try:
            return create_officer(
                username=options["username"],
                name=options["name"],
                role=Role(options["role"]),
                region=region,
                organisation=organisation,
                email=options["email"],
                password=password,
                by=None,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
