from django.urls import path

from complaints.views import cases

app_name = "complaints"
urlpatterns = [path("cases/<slug:no>/", cases.case, name="case")]
