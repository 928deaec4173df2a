"""The ground floor in the admin: the directory with its sheets, accounts, the calendar."""

from bureau.admin import calendar, directory, people

__all__ = ["calendar", "directory", "people"]
