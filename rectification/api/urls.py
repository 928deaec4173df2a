from django.urls import path

from rectification.api import items, readings

app_name = "api_ledger"
urlpatterns = [
    path("posting-places/", readings.PostingList.as_view(), name="postings"),
    path("inspections/", readings.VisitList.as_view(), name="visits"),
    path("inspections/<slug:no>/", readings.VisitDetail.as_view(), name="visit"),
    path("ledger-items/", items.ItemList.as_view(), name="items"),
    path("ledger-items/<slug:no>/", items.ItemDetail.as_view(), name="item"),
]
