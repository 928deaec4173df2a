from django.urls import path

from followups import converters  # noqa: F401 - makes <month:> known
from followups.api import registers, submissions

app_name = "api_registers"
urlpatterns = [
    path("registers/", registers.RegisterList.as_view(), name="registers"),
    path("registers/<month:month>/", registers.RegisterDetail.as_view(), name="register"),
    path("registers/<month:month>/nil/", registers.NilReport.as_view(), name="nil"),
    path(
        "registers/<month:month>/submissions/",
        submissions.Submissions.as_view(),
        name="submissions",
    ),
    path(
        "registers/<month:month>/submissions/<uuid:pk>/",
        submissions.SubmissionDetail.as_view(),
        name="submission",
    ),
    path(
        "registers/<month:month>/submissions/<uuid:pk>/problems/",
        submissions.SubmissionProblems.as_view(),
        name="problems",
    ),
]
