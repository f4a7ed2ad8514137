from django.apps import AppConfig


class Procedure(AppConfig):
    name = "mitgrim.web.procedure"
    label = "procedure"
