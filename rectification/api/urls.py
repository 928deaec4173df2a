from django.urls import path

from rectification.api import items

app_name = "api_ledger"
urlpatterns = [
    path("ledger-items/", items.ItemList.as_view(), name="items"),
    path("ledger-items/<slug:no>/", items.ItemDetail.as_view(), name="item"),
]
