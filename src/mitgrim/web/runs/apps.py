from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class Runs(AppConfig):
    name = "mitgrim.web.runs"
    label = "runs"
    navigation: ClassVar[list[Entry]] = []

    def ready(self) -> None:
        from mitgrim.web.people.access import shown_to

        enters = shown_to("workspace.enter")
        self.navigation[:] = [Entry("runs.nav", "runs:mine", shown=enters, rank=1)]
