"""The ground floor in the admin: directory, accounts, calendar, exports, papers, attachments."""

from bureau.admin import (
    api_keys,
    assignments,
    attachments,
    calendar,
    categories,
    directory,
    exports,
    notices,
    papers,
    people,
    posts,
    visits,
)

__all__ = [
    "api_keys",
    "assignments",
    "attachments",
    "calendar",
    "categories",
    "directory",
    "exports",
    "notices",
    "papers",
    "people",
    "posts",
    "visits",
]
