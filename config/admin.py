"""The admin pages of what spans all apps."""

from config import trail_admin
from config.rule_versions import admin as rule_versions

__all__ = ["rule_versions", "trail_admin"]
