"""The addresses that every installation has."""

from django.urls import path

from mitgrim.web.pages import health, views

app_name = "pages"
urlpatterns = [
    path("language/", views.choose_language, name="language"),
    path("contrast/", views.choose_contrast, name="contrast"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
