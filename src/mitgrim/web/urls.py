"""The addresses of all pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("mitgrim.web.people.urls")),
    path("", include("mitgrim.web.revisions.urls")),
]
