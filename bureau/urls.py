from django.urls import path

from bureau import views
from bureau.views import directory

app_name = "bureau"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("working-days/", views.explain_due, name="explain_due"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("directory/", directory.directory, name="directory"),
    path("directory/export/", directory.export, name="directory_export"),
    path("directory/staff/<int:pk>/", directory.staff, name="staff"),
    path("directory/<str:code>/", directory.institution, name="institution"),
]
