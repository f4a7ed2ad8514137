from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class Runs(AppConfig):
    name = "mitgrim.web.runs"
    label = "runs"
    navigation = (Entry("runs.nav", "runs:mine", signed_in=True),)
