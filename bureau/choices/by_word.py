"""Labels found by the rules' words."""

from collections.abc import Mapping
from typing import Any


def by_word(labels: Mapping[str, Any]) -> dict[str, Any]:
    """Key labels by plain strings: migrations keep words, a rule's word finds its label."""
    return {str(word): label for word, label in labels.items()}
