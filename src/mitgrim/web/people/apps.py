from django.apps import AppConfig


class People(AppConfig):
    name = "mitgrim.web.people"
    label = "people"
