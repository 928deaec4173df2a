from django.urls import path

from accountability.api import proposals

app_name = "api_accountability"
urlpatterns = [
    path("accountability/proposals/", proposals.ProposalList.as_view(), name="proposals"),
    path("accountability/proposals/<str:no>/", proposals.ProposalDetail.as_view(), name="proposal"),
    path("accountability/proposals/<str:no>/effect/", proposals.Effect.as_view(), name="effect"),
]
