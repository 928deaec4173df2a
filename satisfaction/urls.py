from django.urls import path

from satisfaction import views

app_name = "satisfaction"
urlpatterns = [path("", views.home, name="home")]
