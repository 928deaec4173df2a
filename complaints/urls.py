from django.urls import include, path

from complaints.views import (
    batch,
    cases,
    desks,
    files,
    importing,
    overview,
    registering,
    sheet,
    steps,
    supervising,
)

app_name = "complaints"
urlpatterns = [
    path("p/", include("complaints.public_urls")),
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", registering.new, name="new"),
    path("cases/overview/", overview.overview, name="overview"),
    path("cases/import/", importing.imports, name="imports"),
    path("cases/import/<uuid:pk>/", importing.detail, name="import"),
    path("cases/import/<uuid:pk>/columns/", importing.columns, name="import_columns"),
    path("cases/import/<uuid:pk>/confirm/", importing.confirm, name="import_confirm"),
    path("cases/import/<uuid:pk>/withdraw/", importing.withdraw, name="import_withdraw"),
    path("cases/import/<uuid:pk>/marked/", importing.marked, name="import_marked"),
    path("cases/import/<uuid:pk>/original/", importing.original, name="import_original"),
    path("cases/dispatch/", batch.dispatch, name="batch"),
    path("cases/packages/", files.packages, name="packages"),
    path("cases/phrases/", desks.phrases, name="phrases"),
    path("cases/phrases/<int:pk>/drop/", desks.forget_phrase, name="drop_phrase"),
    path("cases/supervision/", supervising.supervised, name="supervised"),
    path("cases/supervision/<int:pk>/note/", supervising.note, name="note_supervision"),
    path("cases/views/", desks.save, name="save_view"),
    path("cases/views/<int:pk>/drop/", desks.drop, name="drop_view"),
    path("cases/<slug:no>/", cases.case, name="case"),
    path("cases/<slug:no>/clocks/<int:pk>/", cases.why, name="why"),
    path("cases/<slug:no>/sheet.pdf", sheet.sheet, name="sheet_pdf"),
    path("cases/<slug:no>/files/<uuid:pk>/", files.file, name="file"),
    path("cases/<slug:no>/package/", files.package, name="package"),
    path("cases/<slug:no>/complainant/", steps.reveal, name="reveal"),
    path("cases/<slug:no>/<slug:name>/", steps.step, name="step"),
]
