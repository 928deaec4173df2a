"""Accountability: countable events, ladders, proposals and decisions (to come).

Floor: above `followups`, below `satisfaction`. The import contract in pyproject.toml
already holds its place.
"""
