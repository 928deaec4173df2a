"""The ground floor in the admin: directory and sheets, accounts, calendar, exports, papers."""

from bureau.admin import acts, calendar, directory, exports, papers, people

__all__ = ["acts", "calendar", "directory", "exports", "papers", "people"]
