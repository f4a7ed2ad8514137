from django.apps import AppConfig


class Revisions(AppConfig):
    name = "mitgrim.web.revisions"
    label = "revisions"
