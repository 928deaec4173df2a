from django.urls import include, path

from complaints.views import cases, files, importing, overview, registering, steps

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
    path("cases/<slug:no>/", cases.case, name="case"),
    path("cases/<slug:no>/clocks/<int:pk>/", cases.why, name="why"),
    path("cases/<slug:no>/files/<uuid:pk>/", files.file, name="file"),
    path("cases/<slug:no>/package/", files.package, name="package"),
    path("cases/<slug:no>/complainant/", steps.reveal, name="reveal"),
    path("cases/<slug:no>/<slug:name>/", steps.step, name="step"),
]
