"""The ledger, its places and visits in the admin: found and read, every step through its service."""

from rectification.admin import items, places, records, visits

__all__ = ["items", "places", "records", "visits"]
