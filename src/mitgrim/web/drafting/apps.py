from django.apps import AppConfig


class Drafting(AppConfig):
    name = "mitgrim.web.drafting"
    label = "drafting"
