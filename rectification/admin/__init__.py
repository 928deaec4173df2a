"""The ledger in the admin: every record found and read, every step taken through its service."""

from rectification.admin import items, records

__all__ = ["items", "records"]
