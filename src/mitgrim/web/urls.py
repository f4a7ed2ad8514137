"""The addresses of all pages."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("mitgrim.web.pages.urls")),
    path("", include("mitgrim.web.people.urls")),
    path("", include("mitgrim.web.runs.urls")),
    path("", include("mitgrim.web.publish.urls")),
    path("", include("mitgrim.web.funding.urls")),
    path("", include("mitgrim.web.opinions.urls")),
    path("", include("mitgrim.web.debate.urls")),
    path("", include("mitgrim.web.procedure.urls")),
    path("", include("mitgrim.web.reviews.urls")),
    path("work/", include("mitgrim.web.workspace.urls")),
    path("", include("mitgrim.web.api.urls")),
    path("", include("mitgrim.web.drafting.urls")),
]
if settings.ENVIRONMENT.sign_on:
    urlpatterns.append(path("", include("mitgrim.web.people.sign_on_urls")))
handler400 = "mitgrim.web.pages.errors.bad_request"
handler403 = "mitgrim.web.pages.errors.not_allowed"
handler404 = "mitgrim.web.pages.errors.not_found"
handler500 = "mitgrim.web.pages.errors.broken"
