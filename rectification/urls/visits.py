"""The addresses of inspections."""

from django.urls import path

from rectification.views import findings, visits

urlpatterns = [
    path("inspections/", visits.visits, name="visits"),
    path("inspections/plan/", visits.plan, name="visit_plan"),
    path("inspections/compliance/", visits.kept, name="compliance"),
    path("inspections/results/", visits.results, name="visit_results"),
    path("inspections/export/", visits.export, name="visits_export"),
    path("inspections/<slug:no>/", visits.visit, name="visit"),
    path("inspections/<slug:no>/finish/", visits.finish, name="visit_finish"),
    path("inspections/<slug:no>/cancel/", visits.cancel, name="visit_cancel"),
    path("inspections/<slug:no>/items/<slug:code>/", findings.finding, name="finding"),
    path("inspections/<slug:no>/items/<slug:code>/draft/", findings.draft, name="finding_draft"),
    path(
        "inspections/<slug:no>/items/<slug:code>/correct/", findings.correct, name="finding_correct"
    ),
    path(
        "inspections/<slug:no>/items/<slug:code>/photos/<uuid:pk>/",
        findings.photo,
        name="finding_photo",
    ),
]
