"""Accounts and what their owners choose."""

from bureau.models import User


def set_preferences(*, user: User, language: str, large_text: bool) -> None:
    user.language = language
    user.large_text = large_text
    user.save(update_fields=["language", "large_text"])
