from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class WorkspacePages(AppConfig):
    name = "mitgrim.web.workspace"
    label = "workspace"
    navigation: ClassVar[list[Entry]] = []

    def ready(self) -> None:
        from mitgrim.web.people.access import shown_to

        enters = shown_to("workspace.enter")
        self.navigation[:] = [Entry("workspace.nav.mine", "workspace:mine", shown=enters, rank=-1)]
