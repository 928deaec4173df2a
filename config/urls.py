from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path

from bureau.admin.on_site import asks_who_looks
from bureau.api.base import nowhere
from bureau.views.log_in import LogIn
from config.trail import trail

admin.autodiscover()
urlpatterns = [
    path("", include("satisfaction.urls")),
    path("", include("accountability.urls")),
    path("", include("followups.urls")),
    path("", include("complaints.urls")),
    path("", include("rectification.urls")),
    path("", include("bureau.urls")),
    path("", include("bureau.api.urls")),
    path("api/v1/", include("followups.api.urls")),
    path("api/v1/", include("rectification.api.urls")),
    path("api/v1/", include("complaints.api.urls")),
    path("api/v1/", include("accountability.api.urls")),
    path("api/v1/", include("accountability.api.proposal_urls")),
    re_path("^api/", nowhere, name="api_nowhere"),
    path("rules/", include("config.rule_versions.urls")),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("trail/", trail, name="trail"),
    path("admin/", asks_who_looks(admin.site.urls)),
]
handler500 = "bureau.api.faults.server_error"
