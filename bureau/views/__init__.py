"""Pages of the ground floor that no app of its own owns."""

from bureau.views.pages import explain_due, job, preferences

__all__ = ["explain_due", "job", "preferences"]
