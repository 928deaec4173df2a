from django.urls import path

from rectification import places_urls, visits_urls
from rectification.views import items

app_name = "rectification"
urlpatterns = [
    path("ledger/<slug:no>/", items.item, name="item"),
    *places_urls.urlpatterns,
    *visits_urls.urlpatterns,
]
