from django.urls import path

from rectification.views import items

app_name = "rectification"
urlpatterns = [path("ledger/<slug:no>/", items.item, name="item")]
