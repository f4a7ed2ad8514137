from django.apps import AppConfig


class Pages(AppConfig):
    name = "mitgrim.web.pages"
    label = "pages"
