from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class Debates(AppConfig):
    name = "mitgrim.web.debate"
    label = "debate"
    navigation: ClassVar[list[Entry]] = []

    def ready(self) -> None:
        from mitgrim.web.debate.access import reads_somewhere

        self.navigation[:] = [
            Entry("debate.nav.public", "debate:public"),
            Entry("debate.nav.work", "debate:plans", shown=reads_somewhere, rank=1),
        ]
