from django.urls import path

from rectification.api import readings

app_name = "api_inspections"
urlpatterns = [
    path("posting-places/", readings.PostingList.as_view(), name="postings"),
    path("inspections/", readings.VisitList.as_view(), name="visits"),
    path("inspections/<slug:no>/", readings.VisitDetail.as_view(), name="visit"),
]
