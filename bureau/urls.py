from django.urls import path

from bureau import views

app_name = "bureau"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("working-days/", views.explain_due, name="explain_due"),
    path("jobs/<uuid:pk>/", views.job, name="job"),
]
