"""The ground floor in the admin: directory, accounts, calendar, exports, papers, attachments."""

from bureau.admin import (
    acts,
    attachments,
    calendar,
    directory,
    exports,
    notices,
    papers,
    people,
    posts,
)

__all__ = [
    "acts",
    "attachments",
    "calendar",
    "directory",
    "exports",
    "notices",
    "papers",
    "people",
    "posts",
]
