"""The addresses of posting places."""

from django.urls import path

from rectification.views import places

urlpatterns = [
    path("places/", places.places, name="places"),
    path("places/export/", places.export, name="places_export"),
    path("places/of/<str:code>/", places.house, name="house_places"),
    path("places/of/<str:code>/add/", places.add, name="place_add"),
    path("places/of/<str:code>/call/", places.call, name="place_call"),
    path("places/of/<str:code>/zone/", places.zone, name="place_zone"),
    path("places/<slug:code>/", places.place, name="place"),
    path("places/<slug:code>/check/", places.check, name="place_check"),
    path("places/<slug:code>/numbers/", places.correct, name="place_correct"),
    path("places/<slug:code>/retire/", places.retire, name="place_retire"),
    path("places/<slug:code>/photos/", places.add_photo, name="place_photo_add"),
    path("places/<slug:code>/photos/<uuid:pk>/", places.photo, name="place_photo"),
    path("places/<slug:code>/poster-a4.pdf", places.poster, {"size": "a4"}, name="poster_a4"),
    path("places/<slug:code>/poster-a5.pdf", places.poster, {"size": "a5"}, name="poster_a5"),
]
