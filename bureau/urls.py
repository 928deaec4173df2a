from django.urls import path

from bureau import views
from bureau.views import exports

app_name = "bureau"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("working-days/", views.explain_due, name="explain_due"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.ask, name="export_ask"),
    path("exports/<uuid:pk>/", exports.export, name="export"),
    path("exports/<uuid:pk>/approve/", exports.approve, name="export_approve"),
    path("exports/<uuid:pk>/refuse/", exports.refuse, name="export_refuse"),
    path("exports/<uuid:pk>/file/", exports.file, name="export_file"),
]
