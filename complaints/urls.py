from django.urls import include, path

from complaints.views import cases, files, registering, steps

app_name = "complaints"
urlpatterns = [
    path("p/", include("complaints.public_urls")),
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", registering.new, name="new"),
    path("cases/<slug:no>/", cases.case, name="case"),
    path("cases/<slug:no>/clocks/<int:pk>/", cases.why, name="why"),
    path("cases/<slug:no>/files/<uuid:pk>/", files.file, name="file"),
    path("cases/<slug:no>/complainant/", steps.reveal, name="reveal"),
    path("cases/<slug:no>/<slug:name>/", steps.step, name="step"),
]
