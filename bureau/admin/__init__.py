"""The ground floor in the admin: the directory with its sheets, accounts, calendar, exports."""

from bureau.admin import acts, calendar, directory, exports, people

__all__ = ["acts", "calendar", "directory", "exports", "people"]
