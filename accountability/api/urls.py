from django.urls import path

from accountability.api import checks

app_name = "api_eligibility"
urlpatterns = [path("eligibility-checks/", checks.CheckList.as_view(), name="checks")]
