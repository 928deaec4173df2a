"""When a reason says something to those who read it later.

The least number of signs is the bureau's default, the same as for a look at sealed data.
"""

MIN_SIGNS = 5
MOST_SIGNS = 500


def says_something(reason: str) -> bool:
    """Test if a reason has enough signs, blanks not counted, and not one sign over and over."""
    signs = "".join(reason.split())
    return len(signs) >= MIN_SIGNS and len(set(signs)) > 1
