"""The addresses of the ledger."""

from django.urls import path

from rectification.rules.steps import Step
from rectification.views import files, items, overview, several, steps

urlpatterns = [
    path("ledger/", items.items, name="items"),
    path("ledger/new/", steps.new, name="new"),
    path("ledger/overview/", overview.overview, name="overview"),
    path("ledger/print/", items.printed, name="printed"),
    path("ledger/verification/", overview.queue, name="queue"),
    path("ledger/take-up/", several.several, {"step": Step.ISSUE}, name="take_up"),
    path("ledger/lay-aside/", several.several, {"step": Step.DISMISS}, name="lay_aside"),
    path("ledger/<slug:no>/", items.item, name="item"),
    path("ledger/<slug:no>/application.pdf", files.application, name="application"),
    path("ledger/<slug:no>/evidence/<uuid:pk>/", files.evidence, name="evidence_file"),
    path("ledger/<slug:no>/<slug:name>/", steps.step, name="step"),
]
