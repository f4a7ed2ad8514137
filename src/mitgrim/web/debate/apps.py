from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class Debates(AppConfig):
    name = "mitgrim.web.debate"
    label = "debate"
    things_to_do: ClassVar = ("mitgrim.web.debate.things_to_do.moderation",)
    navigation: ClassVar[list[Entry]] = []

    def ready(self) -> None:
        from mitgrim.web.people.access import shown_to

        self.navigation[:] = [
            Entry("debate.nav.public", "debate:public"),
            Entry("debate.nav.work", "debate:plans", shown=shown_to("debate.read"), rank=1),
        ]
