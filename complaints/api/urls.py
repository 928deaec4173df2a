from django.urls import path

from complaints.api import cases, files, steps

app_name = "api_cases"
urlpatterns = [
    path("cases/", cases.CaseList.as_view(), name="cases"),
    path("cases/<slug:no>/", cases.CaseDetail.as_view(), name="case"),
    path("cases/<slug:no>/report/", steps.Report.as_view(), name="report"),
    path("cases/<slug:no>/statements/", steps.Statements.as_view(), name="statements"),
    path("cases/<slug:no>/return/", steps.GiveBack.as_view(), name="return"),
    path("cases/<slug:no>/attachments/", files.FileList.as_view(), name="files"),
    path("cases/<slug:no>/attachments/<uuid:pk>/", files.FileDetail.as_view(), name="file"),
]
