from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class People(AppConfig):
    name = "mitgrim.web.people"
    label = "people"
    navigation: ClassVar[list[Entry]] = []

    def ready(self) -> None:
        from mitgrim.web.people.access import shown_to

        self.navigation[:] = [
            Entry("people.nav.people", "people:list", shown=shown_to("people.manage")),
            Entry("people.nav.audit", "people:audit", shown=shown_to("audit.read")),
        ]
