from django.urls import path

from accountability.views import (
    board,
    eligibility,
    figures,
    files,
    joining,
    own,
    papers,
    steps,
    unit,
    verify,
)

app_name = "accountability"
urlpatterns = [
    path("accountability/", board.board, name="board"),
    path("accountability/figures/", figures.overview, name="figures"),
    path("accountability/annual/", figures.annual, name="annual"),
    path("accountability/events/", figures.events, name="events"),
    path("accountability/register/", files.register, name="register"),
    path("accountability/reconcile/", board.reconcile, name="reconcile"),
    path("accountability/staff/<int:pk>/", files.person, name="person"),
    path("accountability/staff/<int:pk>/same/", joining.propose, name="join"),
    path("accountability/same/", joining.joined, name="joined"),
    path("accountability/same/<int:pk>/", joining.same, name="same"),
    path("accountability/institutions/<str:code>/", files.house, name="house"),
    path("accountability/proposals/<str:no>/", board.proposal, name="proposal"),
    path(
        "accountability/proposals/<str:no>/receipts/<slug:name>.pdf",
        papers.receipt,
        name="receipt",
    ),
    path("accountability/proposals/<str:no>/files/<uuid:pk>/", papers.file, name="file"),
    path("accountability/proposals/<str:no>/talks/<uuid:pk>/", papers.talk_file, name="talk_file"),
    path("accountability/eligibility/", eligibility.checks, name="checks"),
    path("accountability/eligibility/<str:no>/", eligibility.check, name="check"),
    path(
        "accountability/eligibility/<str:no>/file.<slug:form>",
        eligibility.check_file,
        name="check_file",
    ),
    path("accountability/own/", own.own, name="own"),
    path("accountability/own/letters/<uuid:pk>.pdf", own.own_letter, name="own_letter"),
    path("accountability/own/<str:no>/", own.own_proposal, name="own_proposal"),
    path("accountability/own/<str:no>/request/", own.own_request, name="own_request"),
    path("accountability/own/<str:no>/withdraw/", own.own_withdraw, name="own_withdraw"),
    path("accountability/own/<str:no>/papers/<slug:name>.pdf", own.own_paper, name="own_paper"),
    path("accountability/unit/", unit.unit, name="unit"),
    path("accountability/unit/<str:no>/", unit.unit_proposal, name="unit_proposal"),
    path(
        "accountability/assessments/<str:no>/<uuid:pk>/",
        unit.assessment_file,
        name="assessment_file",
    ),
    path("verify/", verify.verify, name="verify"),
    path("accountability/proposals/<str:no>/<slug:name>/", steps.step, name="step"),
]
