from rectification.urls import ledger, places, visits

app_name = "rectification"
urlpatterns = [*ledger.urlpatterns, *places.urlpatterns, *visits.urlpatterns]
