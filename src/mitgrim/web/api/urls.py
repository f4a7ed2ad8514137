from django.urls import path, re_path

from mitgrim.web.api import views
from mitgrim.web.api.v1 import api, openapi

app_name = "api"
urlpatterns = [
    path("api/", views.about, name="about"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/", views.unknown),
    path("people/me/tokens/", views.tokens, name="tokens"),
    path("people/me/tokens/<int:token>/revoke/", views.revoke, name="revoke"),
]
