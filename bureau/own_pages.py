"""Which records have a page of their own on which alone their files are shown to others.

There more is asked before a file leaves the bureau than a list of files can ask: whether somebody
has looked at it, and whether it may leave at all.
"""

_kinds: set[str] = set()


def show_files_on_own_page(kind: str) -> None:
    """Say that files of a kind of record are shown from its own page alone; for an app's start."""
    _kinds.add(kind)


def shows_files_itself(kind: str) -> bool:
    return kind in _kinds
