from django.urls import path

from bureau.api import jobs, key_pages, reference

app_name = "api"
urlpatterns = [
    path("api/v1/jobs/<uuid:pk>/", jobs.JobDetail.as_view(), name="job"),
    path("api/v1/schema/", reference.schema, name="schema"),
    path("api/docs/", reference.reference, name="reference"),
    path("api/docs/openapi.yaml", reference.schema_yaml, name="schema_yaml"),
    path("api/docs/problems/", reference.problems, name="problems"),
    path("api-keys/", key_pages.keys, name="keys"),
    path("api-keys/new/", key_pages.issue, name="issue"),
    path("api-keys/<str:prefix>/rotate/", key_pages.rotate, name="rotate"),
    path("api-keys/<str:prefix>/revoke/", key_pages.revoke, name="revoke"),
]
