"""Complaints: cases and their clocks, hotline orders and petitions, findings (to come).

Floor: above `rectification`, below `followups`. The import contract in pyproject.toml
already holds its place.
"""
