"""What happens in accountability: the rows are brought in step with what was found."""

from accountability.services.reconciling import reconcile, reconcile_subject

__all__ = ["reconcile", "reconcile_subject"]
