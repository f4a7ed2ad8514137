"""The site's addresses, and some that only tests have."""

from django.urls import path

from mitgrim.web.urls import handler400, handler403, handler404, handler500
from mitgrim.web.urls import urlpatterns as own
from tests.web.pages.gallery import views

urlpatterns = [
    *own,
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/broken/", views.broken),
    path("gallery/refused/", views.refused),
    path("gallery/malformed/", views.malformed),
    path("gallery/busy/", views.busy),
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
