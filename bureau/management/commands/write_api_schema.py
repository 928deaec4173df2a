from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bureau.api.reference import as_yaml

SNAPSHOT = Path(settings.BASE_DIR) / "docs/api/openapi.yaml"


class Command(BaseCommand):
    help = "Write the API's description to docs/api/openapi.yaml, where a change shows as a diff."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say whether it differs")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        text = as_yaml()
        is_same = SNAPSHOT.exists() and SNAPSHOT.read_text(encoding="utf-8") == text
        if not dry_run:
            SNAPSHOT.write_text(text, encoding="utf-8")
        self.stdout.write("unchanged" if is_same else "differs" if dry_run else "written")
