"""The ground floor in the admin: the directory with its sheets, accounts, the calendar."""

from bureau.admin import acts, calendar, directory, notices, people, posts

__all__ = [
    "acts",
    "calendar",
    "directory",
    "notices",
    "people",
    "posts",
]
