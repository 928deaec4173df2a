"""The house's own commands speak one language: the county's, or the one asked for."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation


class SpokenCommand(BaseCommand):
    """A command whose every line is worded in the language of `--lang`, by default the house's."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument(
            "--lang",
            choices=[code for code, _name in settings.LANGUAGES],
            help="the language of what is printed",
        )
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        with translation.override(options.get("lang") or translation.get_language()):
            return super().execute(*args, **options)
