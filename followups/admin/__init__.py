"""Registers and spot-checks as rows: found, filtered and read; verbs go through the services."""

from followups.admin import registers, spotchecks

__all__ = ["registers", "spotchecks"]
