"""Registers and spot-checks as rows: found, filtered and read; verbs go through the services."""

from followups.admin import doubts, registers, spotchecks

__all__ = ["doubts", "registers", "spotchecks"]
