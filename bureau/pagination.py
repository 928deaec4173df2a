from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def paginated(request: HttpRequest, rows, *, per_page: int = 50) -> Page:
    """Cut a list into pages; an address beyond the last page shows the last."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
