"""The addresses of bringing an old ledger in."""

from django.urls import path

from rectification.views import importing

urlpatterns = [
    path("ledger/import/", importing.imports, name="imports"),
    path("ledger/import/<uuid:pk>/", importing.detail, name="import"),
    path("ledger/import/<uuid:pk>/columns/", importing.columns, name="import_columns"),
    path("ledger/import/<uuid:pk>/confirm/", importing.confirm, name="import_confirm"),
    path("ledger/import/<uuid:pk>/withdraw/", importing.withdraw, name="import_withdraw"),
    path("ledger/import/<uuid:pk>/marked/", importing.marked, name="import_marked"),
    path("ledger/import/<uuid:pk>/original/", importing.original, name="import_original"),
]
"""Before those of the ledger, whose steps would take them for an item's."""
