"""The ledger, its places and visits in the admin: every step goes through its service."""

from rectification.admin import importing, items, places, records, visits

__all__ = ["importing", "items", "places", "records", "visits"]
