from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class WorkspacePages(AppConfig):
    name = "mitgrim.web.workspace"
    label = "workspace"
    navigation: ClassVar[list[Entry]] = []

    def ready(self) -> None:
        from mitgrim.web.people.access import shown_to

        sees = shown_to("work.see")
        self.navigation[:] = [Entry("workspace.nav.mine", "workspace:mine", shown=sees, rank=-1)]
