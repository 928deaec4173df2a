"""Rectification: the ledger and its strike-off, inspections, posting places (to come).

Floor: above `bureau`, below `complaints`. The import contract in pyproject.toml already
holds its place.
"""
