from django.urls import URLPattern

app_name = "revisions"
urlpatterns: list[URLPattern] = []
