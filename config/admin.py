"""The admin pages of what spans all apps."""

from config.rule_versions import admin

__all__ = ["admin"]
