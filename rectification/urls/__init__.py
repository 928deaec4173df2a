from rectification.urls import importing, ledger, places, visits

app_name = "rectification"
urlpatterns = [
    *importing.urlpatterns,
    *ledger.urlpatterns,
    *places.urlpatterns,
    *visits.urlpatterns,
]
