"""The ground floor in the admin: the directory with its sheets, accounts, the calendar."""

from bureau.admin import acts, api_keys, calendar, directory, people

__all__ = ["acts", "api_keys", "calendar", "directory", "people"]
